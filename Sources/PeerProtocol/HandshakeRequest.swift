/// The request by which a dialler asks to become a peer.
///
/// Source: skywelld reference §3.1.
package struct HandshakeRequest: Equatable, Sendable {
    /// The protocol versions offered; at least one.
    package let versions: [ProtocolVersion]
    package let fields: HandshakeFields

    package init(_ fields: HandshakeFields) {
        self.versions = [.current]
        self.fields = fields
    }

    /// Reads a request. Whether it may become a peer (`ConnectAs`) is asked before this.
    package init(_ head: HTTPRequestHead) throws(HandshakeError) {
        self.versions = ProtocolVersion.offered(in: head.fields["Upgrade"])
        guard !self.versions.isEmpty else { throw .versionMissing }
        self.fields = try HandshakeFields(head.fields, software: head.fields["User-Agent"])
    }

    /// The bytes on the wire; the header order is the real server's.
    package var bytes: [UInt8] {
        var fields = HTTPFields(["User-Agent": self.fields.software])
        fields.append("Upgrade", self.versions.map(\.description).joined(separator: ", "))
        fields.append("Connection", "Upgrade")
        fields.append("Connect-As", ConnectAs.request)
        self.fields.append(to: &fields)
        return HTTPRequestHead(method: "GET", target: "/", fields: fields).bytes
    }
}
