import Addressing
import TestSupport

@testable import Nftables
@testable import PacketSpace

/// Makes small random rulesets that use every expression which the prover supports, with few different values, so that
/// rules meet each other's packets.
struct RulesetDice {
    var dice: Dice
    private var family = "inet"

    init(seed: UInt64) {
        self.dice = Dice(seed: seed)
    }

    static let hooks = ["input", "output", "forward", "prerouting", "postrouting"]

    mutating func listing() -> RulesetListing {
        let hook = self.dice.one(of: Self.hooks + ["input", "input"])
        let count = self.dice.number(1...2)
        return RulesetListing(tables: (0..<count).map { self.table("t\($0)", hook) })
    }

    private mutating func table(_ name: String, _ hook: String) -> ListedTable {
        self.family = self.dice.one(of: ["inet", "inet", "ip", "ip6"])
        let bases = (0..<self.dice.number(1...2)).map { number in
            ListedChain(name: "base\(number)", base: self.base(hook), rules: [])
        }
        var chains: [ListedChain] = []
        for base in bases {
            let isNat = base.base?.type == "nat"
            chains.append(ListedChain(name: base.name, base: base.base, rules: self.rules(["a", "b"], isNat: isNat)))
        }
        chains.append(ListedChain(name: "a", rules: self.rules(["b"], isNat: false)))
        chains.append(ListedChain(name: "b", rules: self.rules([], isNat: false)))
        return ListedTable(family: self.family, name: name, chains: chains, sets: self.sets())
    }

    private mutating func base(_ hook: String) -> ListedChain.Base {
        let isNat = hook != "forward" && self.dice.onceIn(4)
        return ListedChain.Base(
            type: isNat ? "nat" : "filter",
            hook: hook,
            priority: self.dice.one(of: isNat ? [-100, 100, 0] : [-300, -150, -1, 0, 0, 5, 150]),
            dropsByPolicy: !isNat && self.dice.onceIn(2)
        )
    }

    private mutating func sets() -> [ListedSet] {
        let ports = (0..<self.dice.number(0...3)).map { _ in SetElement(self.port()) }
        let verdicts = (0..<self.dice.number(0...3)).map {
            SetElement(.number(UInt64(20 + $0)...UInt64(20 + $0)), value: .verdict(self.verdict([])))
        }
        let expiring = ports.map { SetElement($0.key, mayExpire: self.dice.onceIn(2)) }
        return [
            ListedSet(name: "ports", types: ["inet_service"], elements: ports),
            ListedSet(name: "expiring", types: ["inet_service"], elements: expiring),
            ListedSet(name: "learned", types: ["inet_service"], flags: ["timeout"], timeout: 60, elements: []),
            ListedSet(name: "verdicts", types: ["inet_service"], valueType: "verdict", elements: verdicts),
        ]
    }

    private mutating func rules(_ targets: [String], isNat: Bool) -> [ListedRule] {
        (0..<self.dice.number(0...5)).map { number in
            let statements = self.statements(targets, isNat: isNat)
            return ListedRule(handle: number + 1, statements, unlisted: self.unlisted())
        }
    }

    private mutating func unlisted() -> UnlistedQuestions {
        guard self.dice.onceIn(3) else { return .known([]) }
        if self.dice.onceIn(2) { return .unknown }
        let number = self.dice.one(of: [UInt8(6), 6, 17, 58, 47, 44, 51])
        let questions: [ProtocolQuestion] = self.family == "ip6" ? [.nextHeader(number), .transport(number)] : []
        return .known([self.dice.one(of: questions + [.transport(number)])])
    }

    private mutating func statements(_ targets: [String], isNat: Bool) -> [ListedStatement] {
        var statements = (0..<self.dice.number(0...2)).map { _ in self.match() }
        if self.dice.onceIn(5) { statements.append(self.change()) }
        if self.dice.onceIn(8) { statements.append(self.match()) }
        if self.dice.onceIn(12) { statements.append(.undecidable("limit")) }
        if self.dice.onceIn(20) {
            statements.append(.updateSet(ListedUpdate(.add, "learned", .payload(protocol: "tcp", field: "dport"))))
        }
        if self.dice.onceIn(4) { statements.append(.counter(nil)) }
        switch self.dice.number(0...9) {
        case 0: statements.append(self.verdictMap(targets))
        case 1: break
        case 2 where isNat: statements.append(self.translation())
        case 3:
            statements.append(
                .reject(ListedReject(type: self.dice.one(of: [nil, "icmpx", "icmp", "icmpv6", "tcp reset"])))
            )
        default: statements.append(.verdict(self.verdict(targets)))
        }
        return statements
    }

    private mutating func verdict(_ targets: [String]) -> ListedVerdict {
        switch self.dice.number(0...8) {
        case 0...2: .accept
        case 3...4: .drop
        case 5: targets.isEmpty ? .accept : .jump(self.dice.one(of: targets))
        case 6: targets.isEmpty ? .drop : .goto(self.dice.one(of: targets))
        case 7: .return
        default: .continue
        }
    }

    private mutating func verdictMap(_ targets: [String]) -> ListedStatement {
        switch self.dice.number(0...3) {
        case 0:
            return .verdictMap(.payload(protocol: "tcp", field: "dport"), .namedSet("verdicts"))
        case 1:
            let states = ["new", "established", "invalid"].prefix(self.dice.number(1...3))
            return .verdictMap(
                .connection("state", direction: nil),
                .anonymousSet(states.map { SetElement(.symbol($0), value: .verdict(self.verdict(targets))) })
            )
        case 2:
            let elements = (0..<2).map { number in
                SetElement(
                    .concatenation([.symbol("eth\(number)"), .number(22...24)]),
                    value: .verdict(self.verdict(targets))
                )
            }
            return .verdictMap(
                .concatenation([.meta("iifname"), .payload(protocol: "tcp", field: "dport")]),
                .anonymousSet(elements)
            )
        default:
            var elements = [SetElement(.number(22...22), value: .verdict(self.verdict(targets)))]
            elements.append(SetElement(.everythingElse, value: .verdict(self.verdict(targets))))
            return .verdictMap(.payload(protocol: "udp", field: "dport"), .anonymousSet(elements))
        }
    }

    // MARK: - Values

    private mutating func port() -> Constant {
        let port = UInt64(self.dice.number(20...25))
        return .number(port...(port + UInt64(self.dice.number(0...2))))
    }

    private mutating func address() -> Constant {
        let start = UInt32(0x0A00_0000) + UInt32(self.dice.number(0...3))
        let end = self.dice.one(of: [start, start, start + 2, 0x0AFF_FFFF, UInt32.max])
        return .ipv4(IPv4Address(rawValue: start)...IPv4Address(rawValue: end))
    }

    private mutating func wideAddress() -> Constant {
        let start = UInt128(0xFD) << 120 | UInt128(self.dice.number(0...2)) << 64 | UInt128(self.dice.number(0...2))
        let end = self.dice.one(of: [start, start + 1, start | UInt128(UInt64.max), start + (1 << 65)])
        return .ipv6(IPv6Address(rawValue: start)...IPv6Address(rawValue: end))
    }

    private mutating func comparison() -> ListedStatement.Comparison {
        self.dice.one(of: [.equal, .equal, .equal, .different, .less, .greater, .lessOrEqual, .greaterOrEqual])
    }

    private mutating func equality() -> ListedStatement.Comparison {
        self.dice.one(of: [.equal, .equal, .different])
    }

    // MARK: - Matches

    private mutating func match() -> ListedStatement {
        switch self.dice.number(0...23) {
        case 0, 1: return self.portMatch()
        case 2, 3: return self.addressMatch()
        case 4:
            return .match(.anyBit, .connection("state", direction: nil), .flags([.symbol("new"), .symbol("related")]))
        case 5:
            let state = self.dice.one(of: ConnectionState.allCases)
            return .match(self.equality(), .connection("state", direction: nil), .symbol("\(state)"))
        case 6:
            let name = self.dice.one(of: ["eth0", "eth*", "lo", "a-very-long-nam"])
            return .match(self.equality(), .meta(self.dice.one(of: ["iifname", "oifname", "iif"])), .symbol(name))
        case 7: return self.flagMatch()
        case 8:
            let name = self.dice.one(of: ["type", "code"])
            return .match(self.comparison(), .payload(protocol: "icmp", field: name), .number(8...8))
        case 9:
            return .match(self.equality(), .payload(protocol: "icmpv6", field: "type"), .symbol("echo-request"))
        case 10: return self.markMatch()
        case 11:
            return .match(self.equality(), .meta("l4proto"), .symbol(self.dice.one(of: ["tcp", "udp", "icmp", "gre"])))
        case 12: return .match(self.equality(), .meta("nfproto"), .symbol(self.dice.one(of: ["ipv4", "ipv6"])))
        case 13: return .match(self.comparison(), .meta("length"), .number(64...64))
        case 14:
            let header = self.dice.one(of: [("ip", "ttl"), ("ip6", "hoplimit")])
            return .match(self.comparison(), .payload(protocol: header.0, field: header.1), .number(64...64))
        case 15: return .match(self.equality(), self.dice.one(of: Self.undecidable), .symbol("local"))
        case 16: return self.concatenationMatch()
        case 17:
            let set = self.dice.one(of: ["ports", "expiring", "learned"])
            return .match(self.equality(), .payload(protocol: "tcp", field: "dport"), .namedSet(set))
        case 18 where self.dice.onceIn(2):
            return .match(self.equality(), .meta("pkttype"), .symbol(self.dice.one(of: ["unicast", "multicast"])))
        case 18: return .match(self.equality(), .meta("protocol"), .symbol(self.dice.one(of: ["ip", "ip6"])))
        case 19:
            return .match(
                self.equality(),
                .payload(protocol: "ip6", field: "nexthdr"),
                self.dice.one(of: [.symbol("tcp"), .symbol("ipv6-frag"), .number(0...255)])
            )
        case 20...21: return self.routeMatch()
        case 22: return self.detailMatch()
        default:
            let elements = (0..<3).map { _ in SetElement(self.address()) }
            return .match(self.equality(), .payload(protocol: "ip", field: "saddr"), .anonymousSet(elements))
        }
    }

    private static let undecidable: [Expression] = [
        .other("socket"), .meta("skuid"), .payload(protocol: "tcp", field: "window"),
        .connection("helper", direction: nil), .routes("oif", of: ["daddr"]),
    ]

    private mutating func routeMatch() -> ListedStatement {
        let side = self.dice.one(of: ["saddr", "daddr"])
        switch self.dice.number(0...4) {
        case 0...1:
            return .match(.equal, .routes("oif", of: ["saddr", "iif"]), .boolean(self.dice.onceIn(2)))
        case 2:
            let name = self.dice.one(of: ["eth0", "eth*", "lo"])
            return .match(self.equality(), .routes("oifname", of: ["iif", "saddr"]), .symbol(name))
        case 3:
            return .match(self.equality(), .routes("type", of: [side, "iif"]), .symbol("local"))
        default:
            let elements = ["local", "broadcast", "multicast"].prefix(self.dice.number(1...3)).map {
                SetElement(.symbol($0))
            }
            return .match(self.equality(), .routes("type", of: [side]), .anonymousSet(elements))
        }
    }

    private mutating func detailMatch() -> ListedStatement {
        let header = self.dice.one(of: ["ip", "ip6"])
        switch self.dice.number(0...7) {
        case 0: return .match(self.comparison(), .meta(self.dice.one(of: ["iifgroup", "oifgroup"])), .number(1...1))
        case 1: return .match(.anyBit, .connection("status", direction: nil), .symbol("dnat"))
        case 2:
            let masked = Expression.binary(
                .and,
                .connection("status", direction: nil),
                .flags([.symbol("assured"), .symbol("dying")])
            )
            return .match(self.equality(), masked, .number(0...0))
        case 3: return .match(self.equality(), .connection("direction", direction: nil), .symbol("reply"))
        case 4: return .match(self.comparison(), .payload(protocol: header, field: "dscp"), .symbol("cs1"))
        case 5: return .match(self.equality(), .payload(protocol: header, field: "ecn"), .symbol("ce"))
        case 6: return .match(self.comparison(), .payload(protocol: "ip", field: "id"), .number(3...3))
        default: return .match(self.comparison(), .payload(protocol: "ip6", field: "flowlabel"), .number(3...4))
        }
    }

    private mutating func portMatch() -> ListedStatement {
        let header = self.dice.one(of: ["tcp", "udp", "th"])
        let field = self.dice.one(of: ["sport", "dport"])
        if self.dice.onceIn(8) {
            return .match(self.comparison(), .payload(protocol: "ah", field: "spi"), self.port())
        }
        return .match(self.comparison(), .payload(protocol: header, field: field), self.port())
    }

    private mutating func addressMatch() -> ListedStatement {
        let field = self.dice.one(of: ["saddr", "daddr"])
        if self.dice.onceIn(3) {
            return .match(self.equality(), .payload(protocol: "ip6", field: field), self.wideAddress())
        }
        let address = Expression.payload(protocol: "ip", field: field)
        guard self.dice.onceIn(3) else { return .match(self.comparison(), address, self.address()) }
        let mask = IPv4Address(rawValue: self.dice.one(of: [0xFFFF_FF00, 0xFF00_FF01, 0xFFFF_0003]))
        let value = IPv4Address(rawValue: mask.rawValue & 0x0A00_0001)
        return .match(self.equality(), .binary(.and, address, .ipv4(mask...mask)), .ipv4(value...value))
    }

    private mutating func flagMatch() -> ListedStatement {
        let flags = Expression.payload(protocol: "tcp", field: "flags")
        let pair = Constant.flags([.symbol("syn"), .symbol("ack")])
        switch self.dice.number(0...3) {
        case 0: return .match(.anyBit, flags, .symbol("syn"))
        case 1: return .match(.noBit, flags, .symbol("ack"))
        case 2: return .match(self.equality(), .binary(.and, flags, pair), self.dice.one(of: [.symbol("syn"), pair]))
        default: return .match(self.equality(), flags, .anonymousSet([SetElement(pair), SetElement(.symbol("syn"))]))
        }
    }

    private mutating func markMatch() -> ListedStatement {
        let mark = self.dice.one(of: [Expression.meta("mark"), .connection("mark", direction: nil)])
        switch self.dice.number(0...2) {
        case 0: return .match(self.comparison(), mark, .number(1...2))
        case 1: return .match(self.equality(), .binary(.and, mark, .number(3...3)), .number(1...1))
        default: return .match(self.equality(), .binary(.xor, mark, .number(3...3)), .number(1...1))
        }
    }

    private mutating func concatenationMatch() -> ListedStatement {
        let elements = (0..<self.dice.number(1...4)).map { _ in
            SetElement(.concatenation([self.address(), self.port()]))
        }
        let header = self.dice.one(of: ["tcp", "udp"])
        return .match(
            self.equality(),
            .concatenation([.payload(protocol: "ip", field: "saddr"), .payload(protocol: header, field: "dport")]),
            .anonymousSet(elements)
        )
    }

    // MARK: - Changes

    private mutating func change() -> ListedStatement {
        let mark = Expression.meta("mark")
        let connectionMark = Expression.connection("mark", direction: nil)
        switch self.dice.number(0...11) {
        case 0, 1: return .mangle(mark, .constant(.number(1...1)))
        case 2: return .mangle(mark, .binary(.or, mark, .number(2...2)))
        case 3: return .mangle(mark, connectionMark)
        case 4: return .mangle(connectionMark, mark)
        case 5:
            return .mangle(connectionMark, .binary(.xor, .binary(.and, connectionMark, .number(1...1)), .number(3...3)))
        case 6:
            let elements = [
                SetElement(.number(20...22), value: .constant(.number(1...1))),
                SetElement(.number(23...23), value: .constant(.number(2...2))),
            ]
            return .mangle(mark, .map(.payload(protocol: "tcp", field: "dport"), .anonymousSet(elements)))
        case 7: return .mangle(.payload(protocol: "ip", field: "ttl"), .constant(.number(64...64)))
        case 8: return .mangle(.payload(protocol: "ip", field: "dscp"), .constant(.symbol("cs1")))
        case 9: return .mangle(.other("tcp option"), .constant(.number(64...64)))
        case 10: return .mangle(.connection("zone", direction: nil), .constant(.number(5...5)))
        default: return .notrack
        }
    }

    private mutating func translation() -> ListedStatement {
        let address = IPv4Address(rawValue: 0x0A00_0001)
        let target: Expression? =
            self.family == "ip6" || self.dice.onceIn(3) ? nil : .constant(.ipv4(address...address))
        let port: Expression? = target == nil || self.dice.onceIn(2) ? .constant(.number(22...22)) : nil
        let family: ListedStatement.Family? = target == nil ? nil : .ipv4
        return .translate(TranslationTarget(.destination, family: family, address: target, port: port))
    }
}
