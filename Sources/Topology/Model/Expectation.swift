package import Addressing
package import Diagnostics

/// A further claim in the user's words.
package struct Expectation: Hashable, Sendable {
    package enum Statement: Hashable, Sendable {
        /// No packet of the flow gets through.
        case deny(Flow)
        /// Every packet of the flow gets through.
        case allow(Flow)
        /// The hosts are hidden as validators are.
        case hidden([HostName])
        /// Every validator keeps a link when this is lost.
        case survives(Loss)
    }

    /// New connections from somewhere to somewhere.
    package struct Flow: Hashable, Sendable {
        package let from: Party
        package let to: Party
        package let transport: FirewallSettings.TransportProtocol
        /// `nil`: every port.
        package let port: Port?

        package init(from: Party, to: Party, transport: FirewallSettings.TransportProtocol, port: Port?) {
            self.from = from
            self.to = to
            self.transport = transport
            self.port = port
        }
    }

    /// One end of a flow.
    package enum Party: Hashable, Sendable {
        case any
        /// Anybody but our own hosts.
        case stranger
        case host(HostName)
        case segment(SegmentName)
        case prefix(IPPrefix)
    }

    /// What fails at the same time.
    package enum Loss: Hashable, Sendable {
        /// Any so many sentries.
        case sentries(Int)
        /// Any so many zones, with every host in them but the validator itself.
        case zones(Int)
        /// These hosts.
        case hosts([HostName])
    }

    package let statement: Statement
    package let span: SourceSpan

    package init(_ statement: Statement, at span: SourceSpan) {
        self.statement = statement
        self.span = span
    }
}
