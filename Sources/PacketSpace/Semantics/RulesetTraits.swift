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
    /// A rule gives packets marks.
    private(set) var marks = false
    /// A rule changes anything of packets or their connections that another one may ask.
    private(set) var changes = false
    /// A rule shakes hands in the server's name.
    private(set) var proxies = false
    /// What some rule sets by which connections may break, and that a packet's way does not show.
    private(set) var breaks: String?

    init(_ tables: [ListedTable]) {
        for table in tables {
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
            }
            if target.isOfPacketsWay { self.rewrites = true }
            if case .meta("mark") = target { self.marks = true }
            if target.breaksConnections { self.breaks = self.breaks ?? "\(target)" }
        case .translate:
            self.translates = true
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
            (self.setsZones, self.hasFlows, self.setsHelpers, self.rewrites, self.marks) = (
                true, true, true, true, true
            )
        }
    }
}

extension ListedStatement {
    /// Whether it changes anything of a packet or its connection.
    var changesAnything: Bool {
        switch self {
        case .notrack, .mangle, .translate, .divert, .synproxy, .unknown: true
        case .neutral(let name), .undecidable(let name):
            name.hasPrefix("ct ") || name == "flow add" || name == "secmark"
        case .match, .verdict, .verdictMap, .reject, .connectionsOver, .limit, .updateSet, .counter, .log: false
        }
    }
}

extension Expression {
    /// Whether it is part of a packet that says where that goes, or what it is.
    fileprivate var isOfPacketsWay: Bool {
        switch self {
        case .payload(_, let field): !["dscp", "ecn", "ttl", "hoplimit", "flowlabel"].contains(field)
        case .other(let name): !name.hasPrefix("tcp option")
        case .meta, .connection, .binary, .concatenation, .map, .constant, .routes: false
        }
    }

    /// Whether connections may break by it: what both ends keep count of and have agreed on, how far packets go, and for whom the link layer
    /// brought them (`tcp_v4_rcv` drops what is not `PACKET_HOST`).
    fileprivate var breaksConnections: Bool {
        switch self {
        case .payload("tcp", let field): ["sequence", "ackseq", "window", "urgptr", "checksum"].contains(field)
        case .payload(_, let field): ["ttl", "hoplimit"].contains(field)
        case .meta(let key): key == "pkttype"
        case .other(let name): name == "tcp option"
        default: false
        }
    }
}
