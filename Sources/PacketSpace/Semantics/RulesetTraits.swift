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
    /// A rule gives packets other addresses, ports or flags without tracking knowing of it.
    private(set) var rewrites = false
    /// What some rule does by which packets, or copies of them, go another way: `dup`, `fwd`, `queue`.
    private(set) var diverts: String?

    init(_ tables: [ListedTable]) {
        for table in tables {
            for chain in table.chains {
                for rule in chain.rules {
                    for statement in rule.statements { self.add(statement) }
                }
            }
        }
    }

    private mutating func add(_ statement: ListedStatement) {
        switch statement {
        case .match, .verdict, .verdictMap, .reject, .connectionsOver, .limit, .updateSet, .counter, .log, .synproxy:
            break
        case .notrack:
            self.untracks = true
        case .mangle(let target, _):
            if case .connection("zone", let direction) = target {
                self.setsZones = true
                if direction != "original" { self.separatesAnswers = true }
            }
            if target.isOfPacketsWay { self.rewrites = true }
        case .translate:
            self.translates = true
        case .divert(let name):
            self.rewrites = true
            self.diverts = self.diverts ?? name
        case .undecidable(let name), .neutral(let name):
            if name == "flow add" { self.hasFlows = true }
            if name == "ct helper" { self.setsHelpers = true }
        case .unknown:
            // It may do anything. What becomes of packets that come to it, and of no others, is seen where it stands.
            (self.setsZones, self.hasFlows, self.setsHelpers, self.rewrites) = (true, true, true, true)
        }
    }
}

extension ListedStatement {
    /// Whether it changes what packets are when they leave, or whether tracking knows them.
    var rewrites: Bool {
        switch self {
        case .notrack, .mangle(.connection("zone", _), _): true
        case .mangle(let target, _): target.isOfPacketsWay
        default: false
        }
    }
}

extension Expression {
    /// Whether it is part of a packet that says where that goes, or what it is.
    fileprivate var isOfPacketsWay: Bool {
        switch self {
        case .payload(_, let field): !["dscp", "ecn", "ttl", "hoplimit", "flowlabel"].contains(field)
        case .other(let name): name != "tcp option"
        case .meta, .connection, .binary, .concatenation, .map, .constant, .routes: false
        }
    }
}
