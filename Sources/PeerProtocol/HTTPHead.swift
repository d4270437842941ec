/// What `HTTPHeadReader` can read.
package protocol HTTPHead: Sendable {
    init(startLine: ArraySlice<UInt8>, fields: HTTPFields) throws(HTTPError)
}
