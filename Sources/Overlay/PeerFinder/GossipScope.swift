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
    /// As the stock server sees it, and without "this network", which it forgets. Source: skywelld reference §0.1, J4.
    package var isPublic: Bool {
        guard !self.isMulticastOrBroadcast else { return false }
        return switch self.rawValue >> 24 {
        case 0, 10, 127: false
        case 172: self.rawValue >> 20 != 0xAC1  // 172.16.0.0/12
        case 192: self.rawValue >> 16 != 0xC0A8  // 192.168.0.0/16
        default: true
        }
    }

    /// 224.0.0.0 and above.
    fileprivate var isMulticastOrBroadcast: Bool {
        self.rawValue >= 0xE000_0000
    }
}
