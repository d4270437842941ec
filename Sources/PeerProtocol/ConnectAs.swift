/// The `Connect-As` header: as what a dialler wants to be connected.
///
/// Source: skywelld reference §0.1 (J1), §3.1 and §3.5.
package enum ConnectAs {
    /// What we send: every known build accepts this spelling.
    package static let request = "peer"

    /// What acceptors answer.
    package static let response = "Peer"

    /// Whether a request's header allows the connection to be a peer's: one of the listed words is `peer`, in any case.
    package static func allowsPeer(_ header: String?) -> Bool {
        (header ?? "").split(separator: ",").contains { word in
            word.filter { $0 != " " && $0 != "\t" }.lowercased() == Self.request
        }
    }
}
