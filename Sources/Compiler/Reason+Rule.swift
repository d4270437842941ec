extension Reason {
    /// What decides about a line; the raw value is its name in `picket explain`.
    package enum Rule: String, CaseIterable, Hashable, Sendable {
        // Any artifact.
        /// A comment, blank line or fixed line of a template.
        case template
        case names

        // skywelld.cfg
        case peerPort = "peer-port"
        case listenAddress = "listen-address"
        case rpcOnLoopback = "rpc-on-loopback"
        case furtherPort = "further-port"
        case portPassword = "port-password"
        case privacy
        case slotBudget = "slot-budget"
        case fixedPeers = "fixed-peers"
        case entryPoints = "entry-points"
        case keysInUse = "keys-in-use"
        case nodeSeed = "node-seed"
        case validationSeed = "validation-seed"
        case ownValidator = "own-validator"
        case foreignValidator = "foreign-validator"
        case quorum
        case databaseDefault = "database-default"
        case logLevel = "log-level"
        case passedThrough = "passed-through"
        case passedThroughSecret = "passed-through-secret"

        // picket.nft
        case replacesTable = "replaces-table"
        case counted
        case loopback
        case ipv4Only = "ipv4-only"
        case spoofing
        case synProxy = "syn-proxy"
        case invalid
        case logged
        case icmpRate = "icmp-rate"
        case establishedFlows = "established-flows"
        case icmpErrors = "icmp-errors"
        case publicICMP = "public-icmp"
        case administration
        case neighbourDiscovery = "neighbour-discovery"
        case monitoring
        case extraRule = "extra-rule"
        case tripwire
        case ownDiallers = "own-diallers"
        case strangers
        case newConnectionRate = "new-connection-rate"
        case connectionsPerSource = "connections-per-source"
        case connectionsPerPrefix = "connections-per-prefix"
        case strangersCeiling = "strangers-ceiling"
        case peersFromAnywhere = "peers-from-anywhere"
        case inboundDropped = "inbound-dropped"
        case forwardDropped = "forward-dropped"
        case links
        case egress
        case privateSegments = "private-segments"
        case outboundDropped = "outbound-dropped"
        case publicOutbound = "public-outbound"

        // Units and the manifest.
        case nudge
        case manifest

        /// Whether the line holds a secret, which must never be shown.
        package var isSecret: Bool {
            switch self {
            case .nodeSeed, .validationSeed, .portPassword, .passedThroughSecret: true
            default: false
            }
        }
    }
}
