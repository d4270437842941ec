internal import Addressing
internal import Nftables
internal import PacketSpace

/// The packets that a ruleset opens a host to by Picket's own named sets: what they are called says what is meant.
///
/// Without a topology nobody says who may administer a host; a set that names everybody is not believed.
struct NamedSources {
    /// A set with more addresses than such a prefix names everybody rather than somebody.
    private static let widest = (ipv4: 8, ipv6: 16)

    private static let opening = ["administration", "monitoring"]
    /// Whose packets are no strangers'; that the host's own addresses come from the wire is a forgery.
    private static let ours = Self.opening + ["own-diallers", "own-addresses"]

    let administration: Diagram
    let monitoring: Diagram
    /// Who is meant to dial the host, at whatever port.
    let diallers: Diagram
    /// How many hosts are meant to dial it.
    let ownDiallers: Int
    /// The host's own addresses, those of loopback aside; `nil` if no set names them.
    let ownAddresses: [ClosedRange<IPv4Address>]?
    /// To the services that the host may use.
    let egress: Diagram
    /// Whether anything is opened over IPv6, which then needs neighbour discovery and answers.
    let usesIPv6: Bool
    /// Every source that some set names.
    let all: Diagram
    /// Packets to those.
    let toAll: Diagram

    init(_ listing: RulesetListing, _ sets: PacketSets) {
        let table = listing.tables.first { "\($0.family) \($0.name)" == Ruleset.table }
        let named = table?.sets ?? []
        let rules = table?.chains.flatMap(\.rules) ?? []
        let prefixes = { (isMeant: (String) -> Bool) in
            named.filter { isMeant($0.name) }.flatMap { Self.believed($0) }
        }
        let opened = { (isMeant: @escaping (String) -> Bool, reads: ([IPPrefix]) -> Diagram) -> Diagram in
            sets.any(
                named.filter { isMeant($0.name) }.map { set in
                    let addresses = reads(Self.believed(set))
                    let ports = rules.filter { Self.mentions($0, set.name) }.map { Self.port(of: $0, sets) }
                    return sets.all(addresses, sets.any(ports))
                }
            )
        }
        self.administration = opened({ Self.base(of: $0) == "administration" }, sets.from)
        self.monitoring = opened({ Self.base(of: $0) == "monitoring" }, sets.from)
        self.diallers = sets.all(sets.tcp, sets.from(prefixes { $0 == "own-diallers" }))
        self.ownDiallers = named.first { $0.name == "own-diallers" }?.elements.count ?? 0
        self.ownAddresses = named.first { $0.name == "own-addresses" }?.elements.compactMap { element in
            if case .ipv4(let range) = element.key, range.lowerBound.octets[0] != 127 { range } else { nil }
        }
        self.egress = opened({ $0.hasPrefix("egress-") }, sets.to)
        self.usesIPv6 = named.contains {
            $0.name.hasSuffix("-6") && !$0.elements.isEmpty
                && (Self.opening.contains(Self.base(of: $0.name)) || $0.name.hasPrefix("egress-"))
        }
        let ours = prefixes { Self.ours.contains(Self.base(of: $0)) }
        self.all = sets.from(ours)
        self.toAll = sets.to(ours)
    }

    /// The name without the mark of the second family.
    private static func base(of name: String) -> String { name.hasSuffix("-6") ? String(name.dropLast(2)) : name }

    /// The prefixes that a set stands for; none if it names everybody, or cannot be read.
    private static func believed(_ set: ListedSet) -> [IPPrefix] {
        var prefixes: [IPPrefix] = []
        var ipv4: UInt64 = 0
        var ipv6: UInt128 = 0
        for element in set.elements {
            switch element.key {
            // Nobody has an address of loopback.
            case .ipv4(let range) where range.lowerBound.octets[0] == 127 && range.upperBound.octets[0] == 127:
                prefixes += IPPrefix.covering(range)
            case .ipv4(let range):
                ipv4 += UInt64(range.upperBound.rawValue - range.lowerBound.rawValue) + 1
                prefixes += IPPrefix.covering(range)
            case .ipv6(let range):
                ipv6 += (range.upperBound.rawValue - range.lowerBound.rawValue) / 2
                prefixes += IPPrefix.covering(range)
            default: return []
            }
        }
        let isNarrow =
            ipv4 <= 1 << UInt64(32 - Self.widest.ipv4) && ipv6 <= 1 << UInt128(127 - Self.widest.ipv6)
        return isNarrow ? prefixes : []
    }

    private static func mentions(_ rule: ListedRule, _ set: String) -> Bool {
        rule.statements.contains {
            if case .match(.equal, _, .namedSet(set)) = $0 { true } else { false }
        }
    }

    /// The protocol and port that a rule asks for; nothing if it asks for none.
    private static func port(of rule: ListedRule, _ sets: PacketSets) -> Diagram {
        for case .match(.equal, .payload(let transport, "dport"), .number(let range)) in rule.statements {
            guard let lower = UInt16(exactly: range.lowerBound), let upper = UInt16(exactly: range.upperBound) else {
                continue
            }
            return sets.all(transport == "udp" ? sets.udp : sets.tcp, sets.store.packets(toPorts: lower...upper))
        }
        return .nothing
    }
}
