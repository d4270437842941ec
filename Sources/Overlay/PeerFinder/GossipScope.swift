package import Addressing

/// Which addresses a node believes when others tell about them, and tells on.
package enum GossipScope: Equatable, Sendable {
    /// Those that the whole Internet can reach.
    case publicOnly
    /// Private ones as well, for networks that have no others.
    case all

    package func includes(_ address: IPv4Address) -> Bool {
        switch self {
        case .publicOnly: address.isPublic
        case .all: address.rawValue != 0 && !address.isMulticastOrBroadcast
        }
    }
}

extension IPv4Address {
    private static let nonPublic = ["0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
        .compactMap { IPv4Prefix($0) }

    /// As the stock server sees it, and without "this network", which it forgets. Source: skywelld reference §0.1, J4.
    package var isPublic: Bool {
        !self.isMulticastOrBroadcast && !Self.nonPublic.contains { $0.contains(self) }
    }

    /// 224.0.0.0 and above.
    fileprivate var isMulticastOrBroadcast: Bool {
        self.rawValue >= 0xE000_0000
    }
}
