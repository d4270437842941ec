extension Expression {
    /// Whether sets that a rule looks it up in may be listed with other elements than they have: nft 1.0.6 prints zeros for
    /// intervals of a number in the order of the machine's bytes that is joined with something else, as in
    /// `meta length . tcp dport { 40-100 . 22 }`.
    var isMisprinted: Bool {
        guard case .concatenation(let parts) = self else { return false }
        return parts.contains { part in
            switch part {
            case .payload: false
            case .meta(let key): !Self.metaWithTypes.contains(key)
            case .connection(let key, _): !Self.connectionWithTypes.contains(key)
            case .binary, .map, .constant, .concatenation, .routes, .other: true
            }
        }
    }

    /// What nftables has types for that it prints well in any case. Sources: `meta_templates` and `ct_templates` of nftables.
    private static let metaWithTypes: Set<String> = [
        "l4proto", "nfproto", "protocol", "mark", "iif", "iifname", "iifgroup", "oif", "oifname", "oifgroup", "pkttype",
        "skuid", "skgid",
    ]
    private static let connectionWithTypes: Set<String> = [
        "state", "status", "direction", "mark", "saddr", "daddr", "proto-src", "proto-dst", "protocol", "l3proto",
    ]
}

extension Constant {
    /// The same, with elements of an anonymous set or map that nobody knows the keys of.
    var unreadable: Constant {
        guard case .anonymousSet(let elements) = self else { return self }
        return .anonymousSet(
            elements.map { element in
                var element = element
                element.key = .unknown("element that nft lists wrongly")
                return element
            }
        )
    }
}
