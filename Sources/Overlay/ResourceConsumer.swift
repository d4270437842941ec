package import Addressing

/// Who pays for a connection.
///
/// Source: skywelld reference §5.8.
package enum ResourceConsumer: Hashable, Sendable {
    /// All connections that come from one address.
    case inbound(IPv4Address)
    /// Each endpoint that we dial.
    case outbound(Endpoint)
}

extension ResourceConsumer {
    /// The consumer as one number: no endpoint has port 0.
    var number: UInt64 {
        switch self {
        case .inbound(let address): UInt64(address.rawValue) << 16
        case .outbound(let endpoint): endpoint.number
        }
    }
}

extension ResourceConsumer: Comparable {
    package static func < (lhs: Self, rhs: Self) -> Bool {
        switch (lhs, rhs) {
        case (.inbound(let lhs), .inbound(let rhs)): lhs < rhs
        case (.outbound(let lhs), .outbound(let rhs)): lhs < rhs
        case (.inbound, .outbound): true
        case (.outbound, .inbound): false
        }
    }
}
