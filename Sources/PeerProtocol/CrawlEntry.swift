package import Addressing

/// One active peer, as `/crawl` shows it.
///
/// Source: skywelld reference §7.1.
package struct CrawlEntry: Equatable, Sendable {
    package enum Direction: String, Equatable, Sendable {
        /// The peer dialled us.
        case inbound = "in"
        /// We dialled the peer.
        case outbound = "out"
    }

    /// The peer's node key in base64.
    package let publicKey: String
    package let direction: Direction
    /// Only of a peer that wants it to be seen.
    package let address: IPv4Address?
    /// Where the peer listens, if that is known; not written without the address.
    package let port: Port?
    /// Whole seconds since the link became active.
    package let uptime: Int?
    /// The peer's own words.
    package let version: String?

    package init(
        publicKey: String,
        direction: Direction,
        address: IPv4Address? = nil,
        port: Port? = nil,
        uptime: Int? = nil,
        version: String? = nil
    ) {
        self.publicKey = publicKey
        self.direction = direction
        self.address = address
        self.port = port
        self.uptime = uptime
        self.version = version
    }

    func json(_ form: CrawlDocument.Form) -> String {
        var members: [String] = []
        if let address {
            members.append("\"ip\":\"\(address)\"")
            if let port {
                let isNumber = form == .stock && self.direction == .inbound
                members.append(isNumber ? "\"port\":\(port)" : "\"port\":\"\(port)\"")
            }
        }
        members.append("\"public_key\":\(JSONString.quoted(self.publicKey))")
        members.append("\"type\":\"\(self.direction.rawValue)\"")
        if let uptime, form == .documented { members.append("\"uptime\":\(uptime)") }
        if let version, !version.isEmpty { members.append("\"version\":\(JSONString.quoted(version))") }
        return "{\(members.joined(separator: ","))}"
    }
}
