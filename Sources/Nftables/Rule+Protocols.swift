extension Rule {
    /// Whether every match of the rule stays in the listing, and nft takes all of them together.
    ///
    /// nft refuses matches of two protocols in one rule, and leaves a match out that another one asks for by itself. Where it
    /// does which is not for us to know: such a rule is no one of ours.
    var keepsItsMatches: Bool {
        let networks = self.matches.compactMap(\.network)
        let transports = self.matches.compactMap(\.transport)
        return Set(networks).count <= 1 && Set(transports).count <= 1
            && (networks.count == 1 || !self.matches.contains(.ipv6))
            && (transports.count == 1
                || !self.matches.contains(.tcp) && !self.matches.contains(.icmp) && !self.matches.contains(.icmpv6))
    }
}

extension Rule.Match {
    fileprivate enum Network {
        case ipv4
        case ipv6
    }

    fileprivate enum Transport {
        case tcp
        case udp
        case icmp
        case icmpv6
    }

    /// The one family that the match is about.
    fileprivate var network: Network? {
        switch self {
        case .icmp, .icmpTypes, .sourceIn, .sourceNotIn, .destinationIn, .tcpDestinationIn, .connectionsOfSourceOver,
            .connectionsOfSourcePrefixOver, .packetsOfSourceOver, .connectionIn, .connectionKept, .connectionAdded:
            .ipv4
        case .ipv6, .ipv6SourceIn, .ipv6DestinationIn, .icmpv6, .icmpv6Types, .ipv6HopLimit, .packetsOfIPv6SourceOver:
            .ipv6
        case .inputInterface, .outputInterface, .connectionState, .connectionStates, .reversePathMissing,
            .tcp, .tcpDestinationPort, .tcpSourcePort, .udpDestinationPort, .tcpOpening, .tcpContinuing, .tcpFlags,
            .connectionsOver, .packetsWithin, .packetsOver:
            nil
        }
    }

    /// The one protocol above IP that the match is about.
    fileprivate var transport: Transport? {
        switch self {
        case .tcp, .tcpDestinationIn, .tcpDestinationPort, .tcpSourcePort, .tcpOpening, .tcpContinuing, .tcpFlags,
            .connectionIn, .connectionKept, .connectionAdded:
            .tcp
        case .udpDestinationPort: .udp
        case .icmp, .icmpTypes: .icmp
        case .icmpv6, .icmpv6Types: .icmpv6
        case .inputInterface, .outputInterface, .connectionState, .connectionStates, .ipv6, .sourceIn, .sourceNotIn,
            .reversePathMissing, .destinationIn, .ipv6SourceIn, .ipv6DestinationIn, .ipv6HopLimit, .connectionsOver,
            .connectionsOfSourceOver, .connectionsOfSourcePrefixOver, .packetsOfSourceOver, .packetsOfIPv6SourceOver,
            .packetsWithin, .packetsOver:
            nil
        }
    }
}
