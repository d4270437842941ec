package import Addressing
internal import PacketSpace
package import Topology

/// Which flows are asked for: all of a protocol, or those to one port.
package struct ReachFlow: Hashable, Sendable {
    package let transport: FirewallSettings.TransportProtocol
    /// `nil`: every port.
    package let port: Port?

    package init(_ transport: FirewallSettings.TransportProtocol = .tcp, port: Port? = nil) {
        self.transport = transport
        self.port = port
    }

    func kind(_ phase: FlowPhase, _ family: Family) -> FlowKind {
        FlowKind(phase, family, transport: self.transport == .tcp ? 6 : 17)
    }
}
