package import Addressing
package import Topology

/// What a lab consists of: exactly this is built, nothing is decided later.
package struct LabPlan: Sendable {
    package struct Segment: Sendable {
        package let name: SegmentName
        /// At least one; whatever is on the segment is on the link, whichever of them it belongs to.
        package let prefixes: [IPv4Prefix]

        package init(name: SegmentName, prefixes: [IPv4Prefix]) {
            self.name = name
            self.prefixes = prefixes
        }
    }

    package struct Interface: Hashable, Sendable {
        package let segment: SegmentName
        package let address: IPv4Address

        package init(segment: SegmentName, address: IPv4Address) {
            self.segment = segment
            self.address = address
        }
    }

    package struct Route: Hashable, Sendable {
        package let destination: IPv4Prefix
        /// The next hop, on a segment of the host.
        package let gateway: IPv4Address

        package init(to destination: IPv4Prefix, via gateway: IPv4Address) {
            self.destination = destination
            self.gateway = gateway
        }
    }

    package struct Host: Sendable {
        package let name: HostName
        package var interfaces: [Interface]
        /// How this host reaches what is not on its segments.
        package var routes: [Route] = []
        /// Whether it passes on packets that are not for it.
        package var forwards = false
        /// nft texts, loaded in this order.
        package var rulesets: [String] = []
        /// The text of `skywelld.cfg`; `nil` for a host without a node.
        package var configuration: String?
        /// Whether its node is started.
        package var runsNode = true
        /// Of whom nobody may learn from its node: node keys and addresses, one a line; `nil` for nobody.
        package var protected: String?
        /// Seconds between the ledgers that its node votes for, if it is a validator; `nil` for silence.
        package var voteInterval: Int?

        package init(name: HostName, interfaces: [Interface]) {
            self.name = name
            self.interfaces = interfaces
        }
    }

    package var segments: [Segment]
    package var hosts: [Host]

    package init(segments: [Segment], hosts: [Host]) {
        self.segments = segments
        self.hosts = hosts
    }
}
