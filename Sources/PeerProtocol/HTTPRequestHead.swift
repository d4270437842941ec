/// The request line and header fields of an HTTP/1 request.
package struct HTTPRequestHead: Equatable, Sendable {
    package let method: String
    package let target: String
    package let version: HTTPVersion
    package let fields: HTTPFields

    package init(method: String, target: String, version: HTTPVersion = .http11, fields: HTTPFields) {
        self.method = method
        self.target = target
        self.version = version
        self.fields = fields
    }

    /// The bytes on the wire, up to and including the empty line.
    package var bytes: [UInt8] {
        self.fields.head(startingWith: "\(self.method) \(self.target) \(self.version)")
    }
}

extension HTTPRequestHead {
    /// Whether the other end says in so many words that it wants to say more on the same connection.
    package var asksToStay: Bool {
        self.version == .http11 && self.connectionOptions.contains("keep-alive")
    }

    /// In lower case (RFC 9110 §7.6.1).
    var connectionOptions: [Substring] {
        (self.fields["Connection"] ?? "").lowercased().split(separator: ",").map { $0.drop { $0 == " " } }
    }
}

extension HTTPRequestHead: HTTPHead {
    package init(startLine: ArraySlice<UInt8>, fields: HTTPFields) throws(HTTPError) {
        let parts = startLine.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[1].isEmpty, HTTPSyntax.isToken(parts[0]), let version = HTTPVersion(parts[2])
        else { throw .malformedStartLine }
        self.init(
            method: String(decoding: parts[0], as: UTF8.self),
            target: String(decoding: parts[1], as: UTF8.self),
            version: version,
            fields: fields
        )
    }
}
