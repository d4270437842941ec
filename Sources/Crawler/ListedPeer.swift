package import Addressing
internal import FoundationEssentials
package import PeerProtocol

/// One peer as a `/crawl` shows it; whatever is missing or not understood is `nil`.
package struct ListedPeer: Equatable, Sendable {
    /// The text of `ip`, also if it is no address.
    package let addressText: String?
    package let port: Port?
    /// The text of `public_key`: base64 of 33 bytes, if the other end is honest.
    package let publicKey: String?
    package let direction: CrawlEntry.Direction?
    package let version: String?
    /// In seconds.
    package let uptime: Int?

    package init(
        addressText: String? = nil,
        port: Port? = nil,
        publicKey: String? = nil,
        direction: CrawlEntry.Direction? = nil,
        version: String? = nil,
        uptime: Int? = nil
    ) {
        self.addressText = addressText
        self.port = port
        self.publicKey = publicKey
        self.direction = direction
        self.version = version
        self.uptime = uptime
    }

    /// `nil` if the peer's address is not shown, or is no IPv4 address.
    package var address: IPv4Address? {
        self.addressText.flatMap { IPv4Address($0) }
    }
}

extension ListedPeer: Decodable {
    private enum CodingKeys: String, CodingKey {
        case ip
        case port
        case publicKey = "public_key"
        case type
        case uptime
        case version
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) -> String? {
            try? container.decodeIfPresent(String.self, forKey: key)
        }
        func number(_ key: CodingKeys) -> Int? {
            (try? container.decodeIfPresent(Int.self, forKey: key)) ?? text(key).flatMap { Int($0) }
        }
        self.init(
            addressText: text(.ip),
            port: number(.port).flatMap(UInt16.init(exactly:)).flatMap(Port.init(rawValue:)),
            publicKey: text(.publicKey),
            direction: text(.type).flatMap(CrawlEntry.Direction.init(rawValue:)),
            version: text(.version),
            uptime: number(.uptime)
        )
    }
}
