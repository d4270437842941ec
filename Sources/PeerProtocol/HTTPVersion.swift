/// The versions of HTTP that the peer port understands.
package enum HTTPVersion: String, Equatable, Sendable, CustomStringConvertible {
    case http10 = "HTTP/1.0"
    case http11 = "HTTP/1.1"

    init?(_ text: ArraySlice<UInt8>) {
        self.init(rawValue: String(decoding: text, as: UTF8.self))
    }

    package var description: String {
        self.rawValue
    }
}
