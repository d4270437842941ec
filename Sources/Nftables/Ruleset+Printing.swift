internal import Addressing

extension Ruleset: CustomStringConvertible {
    /// The file for `nft -f`.
    ///
    /// The first two statements make sure that the table exists and then delete it, so that the third one replaces it:
    /// nft sends all three to the kernel as one transaction.
    package var description: String {
        var lines = ["#!/usr/sbin/nft -f"]
        lines += self.header.map { "# " + $0 }
        lines += ["table \(Self.table)", "delete table \(Self.table)", "", "table \(Self.table) {"]
        let blocks = self.counters.map(Self.block) + self.sets.map(\.block) + self.chains.map(\.block)
        lines += blocks.joined(separator: [""]).map { $0.isEmpty ? "" : "\t" + $0 }
        lines.append("}")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func block(_ counter: CounterName) -> [String] {
        ["counter \(counter) {", "}"]
    }
}

extension NamedSet {
    fileprivate var block: [String] {
        let type: [String]
        let elements: [String]
        switch self.elements {
        case .prefixes(let prefixes):
            type = ["type ipv4_addr", "flags interval"]
            elements = prefixes.map { $0.length == 32 ? "\($0.network)" : "\($0)" }
        case .endpoints(let endpoints):
            type = ["type ipv4_addr . inet_service"]
            elements = endpoints.map { "\($0.address) . \($0.port)" }
        }
        let body = type + (elements.isEmpty ? [] : ["elements = { \(elements.joined(separator: ",\n\t\t\t     ")) }"])
        return ["set \(self.name) {"] + body.map { "\t" + $0 } + ["}"]
    }
}

extension Chain {
    fileprivate var block: [String] {
        let head = "type filter hook \(self.hook.rawValue) priority filter; policy \(self.policy.rawValue);"
        return ["chain \(self.hook.rawValue) {", "\t" + head] + self.rules.map { "\t" + $0.line } + ["}"]
    }
}

extension Rule {
    fileprivate var line: String {
        var words = self.matches.map(\.text)
        if let counter = self.counter {
            words.append("counter name \"\(counter)\"")
        }
        words.append(self.verdict.rawValue)
        if let comment = self.comment {
            words.append("comment \"\(comment)\"")
        }
        return words.joined(separator: " ")
    }
}

extension Rule.Match {
    fileprivate var text: String {
        switch self {
        case .inputInterface(let name): "iifname \"\(name)\""
        case .outputInterface(let name): "oifname \"\(name)\""
        case .connectionState(let state): "ct state \(state.rawValue)"
        case .ipv6: "meta nfproto ipv6"
        case .icmp: "meta l4proto icmp"
        case .icmpTypes(let types): "icmp type { \(types.map(\.rawValue).joined(separator: ", ")) }"
        case .sourceIn(let set): "ip saddr @\(set)"
        case .destinationIn(let set): "ip daddr @\(set)"
        case .tcpDestinationIn(let set): "ip daddr . tcp dport @\(set)"
        case .tcpDestinationPort(let port): "tcp dport \(port)"
        }
    }
}
