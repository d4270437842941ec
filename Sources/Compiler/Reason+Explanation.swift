extension Reason.Rule {
    /// Why such a line is there: one sentence, with the place in the reference where behaviour is dictated from there.
    package var explanation: String {
        switch self {
        case .template: "The template has this line as it stands."
        case .names: "Says whose file this is and what it was made from."
        case .peerPort, .listenAddress, .rpcOnLoopback, .furtherPort, .portPassword, .privacy, .slotBudget, .fixedPeers,
            .entryPoints, .keysInUse, .nodeSeed, .validationSeed, .ownValidator, .foreignValidator, .quorum,
            .databaseDefault, .logLevel, .passedThrough, .passedThroughSecret:
            self.ofConfiguration
        case .replacesTable, .counted, .loopback, .ipv4Only, .spoofing, .synProxy, .invalid, .logged, .icmpRate,
            .establishedFlows, .icmpErrors, .publicICMP,
            .administration, .neighbourDiscovery, .monitoring, .extraRule, .tripwire, .ownDiallers, .strangers,
            .newConnectionRate,
            .connectionsPerSource, .connectionsPerPrefix, .strangersCeiling, .peersFromAnywhere, .inboundDropped,
            .forwardDropped, .links, .egress, .privateSegments, .outboundDropped, .publicOutbound:
            self.ofRules
        case .nudge:
            "A server that lost every fixed peer dials again after up to 55 minutes or never (skywelld reference J5, "
                + "§6.6), and a restart makes it dial at once."
        case .manifest: "Says what the bundle holds and what it was made from, so that a change on the host is noticed."
        }
    }

    private var ofConfiguration: String {
        switch self {
        case .peerPort: "Peers are taken at the port that the topology gives the host (skywelld reference §8.2)."
        case .listenAddress:
            "A hidden host with one address listens there and nowhere else, every other one on all of its addresses "
                + "(skywelld reference §9, L16)."
        case .rpcOnLoopback:
            "Administration shows every peer's address, so it is for the host itself alone (skywelld reference §9, L10)."
        case .furtherPort: "The topology's 'daemon' names this port."
        case .portPassword: "The topology's 'daemon' sets a password for this port."
        case .privacy:
            "A validator is private and dials only its fixed peers; any other host must not be, or it would take no "
                + "inbound peers (skywelld reference §6.3)."
        case .slotBudget:
            "The smallest number that leaves inbound slots for all who are meant to dial this host and for eleven "
                + "strangers (skywelld reference §6.2)."
        case .fixedPeers: "The host keeps a connection to each peer that it is meant to dial (skywelld reference §6.6)."
        case .entryPoints:
            "A server without entries looks up its vendor's name, so it is given peers to begin with "
                + "(skywelld reference §9, L13)."
        case .keysInUse: "Says whether the keys are real or throw-away lab keys."
        case .nodeSeed:
            "The node's identity in the overlay, which no other host may share (skywelld reference §1.3)."
        case .validationSeed:
            "The validator's identity, which differs from the node's or it would be seen in crawls "
                + "(skywelld reference §9, L3)."
        case .ownValidator:
            "A server passes on the validations of those validators only that it lists (skywelld reference §5.6)."
        case .foreignValidator: "The topology's 'trust' names this validator (skywelld reference §5.6)."
        case .quorum:
            "How many validations a ledger needs: what 'trust' says, else 80 % of the trusted validators, rounded up "
                + "(skywelld reference §8.3)."
        case .databaseDefault:
            "The server does not start without a database; 'daemon' may name another (skywelld reference §8.3)."
        case .logLevel:
            "A server that hidden hosts dial logs nothing below fatal, because errors and warnings name its neighbours' "
                + "addresses; any other leaves out what is not a warning (skywelld reference §9, L11)."
        case .passedThrough: "The topology's 'daemon' passes this line through."
        case .passedThroughSecret: "The topology's 'daemon' says where this secret comes from."
        default: preconditionFailure("\(self) is no rule of the configuration")
        }
    }

    private var ofRules: String {
        switch self {
        case .replacesTable:
            "The file replaces the tables 'inet picket' and 'inet picket-slots' in one transaction and touches nothing else; "
                + "what the latter has counted stays."
        case .counted: "Every drop is counted, so that silence can be shown to be the rules'."
        case .loopback: "The host may talk to itself."
        case .ipv4Only: "The server speaks IPv4 only, so IPv6 is closed instead of left open (skywelld reference J3)."
        case .spoofing:
            "Nobody on a public segment can write a source that lies on a private segment, or is the host itself; the "
                + "host's routes say which interface leads where."
        case .synProxy:
            "The topology lets the kernel complete strangers' handshakes, so that half-open ones take no connections."
        case .invalid: "What belongs to no flow and cannot begin one is dropped, and counted by itself."
        case .logged: "A few of the packets that are dropped are written to the kernel's log."
        case .icmpRate: "ICMP has a ceiling, far above what a host needs, so that nobody keeps it busy with it."
        case .establishedFlows: "What was let through once goes on, and what the host may dial can answer."
        case .icmpErrors: "Errors about the host's own flows are let in, or they would hang."
        case .publicICMP: "A public server answers to ping and hears of errors."
        case .administration: "The topology's 'firewall' lets these sources administer the host over ssh."
        case .neighbourDiscovery: "Administration over IPv6 needs neighbours to find each other (RFC 4890, §4.4.1)."
        case .monitoring: "The topology's 'firewall' lets these sources read this port."
        case .extraRule: "The topology's 'firewall' has this rule of the user's own."
        case .tripwire:
            "Nobody has reason to dial a hidden host's peer port, so whoever tries is counted by itself "
                + "(skywelld reference §9, L6)."
        case .ownDiallers:
            "Our own hosts that are meant to dial this one come before the ceilings for strangers, because the server "
                + "cannot reserve slots (skywelld reference §6.4)."
        case .strangers: "Whoever is not meant to dial the host is a stranger, for whom there are ceilings."
        case .newConnectionRate: "The topology limits how many connections an address may open in a minute."
        case .connectionsPerSource: "The topology limits the connections of one address."
        case .connectionsPerPrefix: "The topology limits the connections of one /24."
        case .strangersCeiling:
            "Strangers may take the slots that are left when all who are meant to dial this host have theirs "
                + "(skywelld reference §6.2); the count is in a set that loading the rules again leaves as it is."
        case .peersFromAnywhere: "A public server takes peers from anywhere."
        case .inboundDropped: "Whatever no rule above lets in is dropped and counted."
        case .forwardDropped: "The host passes on nothing, and counts what it was asked to pass on."
        case .links: "The host may dial the peers that it is meant to dial."
        case .egress: "The topology's 'firewall' lets the host use this service."
        case .privateSegments: "A public server opens nothing towards private segments but its links."
        case .outboundDropped:
            "Whatever no rule above lets out is refused at once, so that the program that tried hears of it, and counted."
        case .publicOutbound: "A public server may dial peers and use services on public segments."
        default: preconditionFailure("\(self) is no rule of the ruleset")
        }
    }
}
