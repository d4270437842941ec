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
