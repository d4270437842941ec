internal import Nftables

/// What the rules of a ruleset ask for beside the usual, so that nobody keeps account of it where nobody asks.
struct AskedProperties {
    /// `fib`
    private(set) var routes = false
    /// `ct status`
    private(set) var status = false
    /// `meta pkttype`
    private(set) var linkKinds = false
    /// Whether anything stands between the header of IPv6 and the transport.
    private(set) var extensionHeaders = false

    init(_ tables: [ListedTable]) {
        for table in tables {
            for chain in table.chains {
                for rule in chain.rules {
                    if rule.unlisted != .known([]) { self.extensionHeaders = true }
                    for statement in rule.statements { self.add(statement) }
                }
            }
        }
    }

    private mutating func add(_ statement: ListedStatement) {
        switch statement {
        case .match(_, let expression, _), .verdictMap(let expression, _):
            self.add(expression)
        case .updateSet(let update):
            self.add(update.key)
        case .mangle(_, let value):
            self.add(value)
        case .translate(let target):
            if let address = target.address { self.add(address) }
            if let port = target.port { self.add(port) }
        case .verdict, .reject, .notrack, .connectionsOver, .limit, .undecidable, .counter, .log, .neutral, .synproxy,
            .divert, .unknown:
            break
        }
    }

    private mutating func add(_ expression: Expression) {
        switch expression {
        case .routes: self.routes = true
        case .connection("status", _): self.status = true
        case .meta("pkttype"): self.linkKinds = true
        case .payload("ip6", "nexthdr"): self.extensionHeaders = true
        case .binary(_, let inner, _), .map(let inner, _): self.add(inner)
        case .concatenation(let parts): for part in parts { self.add(part) }
        case .meta, .payload, .connection, .constant, .other: break
        }
    }
}
