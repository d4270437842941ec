internal import Nftables

/// What the rules of a ruleset do beside deciding, all found in one go through them.
struct RulesetTraits {
    /// A rule puts packets into zones of connection tracking.
    private(set) var setsZones = false
    /// By the way that they go: answers are looked for in another one.
    private(set) var separatesAnswers = false
    /// A rule hands connections to a flowtable, which forwards their packets past the chains.
    private(set) var hasFlows = false
    /// A rule gives connections a helper.
    private(set) var setsHelpers = false
    /// A rule takes packets out of connection tracking.
    private(set) var untracks = false
    /// A rule translates addresses or ports.
    private(set) var translates = false
    /// A rule does, or cannot be read.
    private(set) var mayTranslate = false
    /// A rule gives packets other addresses, ports or flags without tracking knowing of it.
    private(set) var rewrites = false
    /// What some rule does by which packets, or copies of them, go another way: `dup`, `fwd`, `queue`.
    private(set) var diverts: String?
    /// A rule gives packets marks.
    private(set) var marks = false
    /// A rule gives connections marks.
    private(set) var marksConnections = false
    /// A rule changes anything of packets or their connections that another one may ask.
    private(set) var changes = false
    /// A rule sets what the kernel itself drops packets for: how many hops are left, or to whom the link layer brought them.
    private(set) var strands = false
    /// A rule shakes hands in the server's name.
    private(set) var proxies = false
    /// What some rule sets by which connections may break, and that a packet's way does not show.
    private(set) var breaks: String?

    /// Families whose packets connection tracking sees, since some rule needs it.
    private(set) var tracks: Set<Family> = []

    init(_ tables: [ListedTable]) {
        for table in tables {
            let needsTracking = table.chains.contains { chain in
                chain.rules.contains { $0.statements.contains(where: \.needsTracking) }
            }
            if needsTracking {
                self.tracks.formUnion(Family.allCases.filter { $0.isSeen(byTableOf: table.family) })
            }
            for chain in table.chains {
                for rule in chain.rules {
                    for statement in rule.statements { self.add(statement) }
                    if rule.statements.contains(where: \.changesAnything) { self.changes = true }
                }
            }
        }
    }

    private mutating func add(_ statement: ListedStatement) {
        switch statement {
        case .match, .verdict, .verdictMap, .reject, .connectionsOver, .limit, .updateSet, .counter, .log:
            break
        case .synproxy:
            self.proxies = true
        case .notrack:
            self.untracks = true
        case .mangle(let target, _):
            if case .connection("zone", let direction) = target {
                self.setsZones = true
                if direction != "original" { self.separatesAnswers = true }
            } else if !target.isOfPacketsWay, !target.isHarmlessToConnections {
                self.breaks = self.breaks ?? "\(target)"
            }
            if target.isOfPacketsWay { self.rewrites = true }
            if case .meta("mark") = target { self.marks = true }
            if case .connection("mark", _) = target { self.marksConnections = true }
            switch target {
            case .meta("pkttype"), .payload(_, "ttl"), .payload(_, "hoplimit"): self.strands = true
            default: break
            }
        case .translate:
            (self.translates, self.mayTranslate) = (true, true)
        case .divert(let name):
            self.rewrites = true
            self.diverts = self.diverts ?? name
        case .undecidable(let name), .neutral(let name):
            if name == "flow add" { self.hasFlows = true }
            if name == "ct helper" { self.setsHelpers = true }
            // What is silent for longer is forgotten.
            if name == "ct timeout" { self.breaks = self.breaks ?? name }
        case .unknown:
            // It may do anything. What becomes of packets that come to it, and of no others, is seen where it stands.
            (self.setsZones, self.hasFlows, self.setsHelpers, self.rewrites) = (true, true, true, true)
            (self.marks, self.marksConnections, self.mayTranslate) = (true, true, true)
        }
    }
}
