/// The status line and header fields of an HTTP/1 response.
package struct HTTPResponseHead: Equatable, Sendable {
    package let version: HTTPVersion
    /// 100 to 999.
    package let status: Int
    package let reason: String
    package let fields: HTTPFields

    package init(version: HTTPVersion = .http11, status: Int, reason: String, fields: HTTPFields) {
        self.version = version
        self.status = status
        self.reason = reason
        self.fields = fields
    }

    /// The bytes on the wire, up to and including the empty line.
    package var bytes: [UInt8] {
        self.fields.head(startingWith: "\(self.version) \(self.status) \(self.reason)")
    }
}

extension HTTPResponseHead: HTTPHead {
    package init(startLine: ArraySlice<UInt8>, fields: HTTPFields) throws(HTTPError) {
        let parts = startLine.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, let version = HTTPVersion(parts[0]), parts[1].count == 3,
            let status = HTTPSyntax.number(parts[1], upTo: 999), status >= 100
        else { throw .malformedStartLine }
        let reason = parts.count == 3 ? String(decoding: parts[2], as: UTF8.self) : ""
        self.init(version: version, status: status, reason: reason, fields: fields)
    }
}
