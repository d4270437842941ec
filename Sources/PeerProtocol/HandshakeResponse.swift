/// The response by which an acceptor makes the dialler its peer.
///
/// Source: skywelld reference §3.2.
package struct HandshakeResponse: Equatable, Sendable {
    /// The protocol versions answered; at least one.
    package let versions: [ProtocolVersion]
    package let fields: HandshakeFields
    /// The request's version of HTTP.
    package let httpVersion: HTTPVersion

    package init(_ fields: HandshakeFields, httpVersion: HTTPVersion = .http11) {
        self.versions = [.current]
        self.fields = fields
        self.httpVersion = httpVersion
    }

    /// Reads a response.
    package init(_ head: HTTPResponseHead) throws(HandshakeError) {
        guard head.status == 101 else { throw .notSwitching(status: head.status) }
        self.versions = ProtocolVersion.offered(in: head.fields["Upgrade"])
        guard !self.versions.isEmpty else { throw .versionMissing }
        self.fields = try HandshakeFields(head.fields, software: head.fields["Server"])
        self.httpVersion = head.version
    }

    /// The bytes on the wire; order and spelling of the headers are the real server's.
    package var bytes: [UInt8] {
        var fields = HTTPFields(["Connection": "Upgrade"])
        fields.append("Upgrade", ProtocolVersion.current.description)
        fields.append("Connect-AS", ConnectAs.response)
        fields.append("Server", self.fields.software)
        self.fields.append(to: &fields)
        return HTTPResponseHead(
            version: self.httpVersion,
            status: 101,
            reason: "Switching Protocols",
            fields: fields
        ).bytes
    }
}
