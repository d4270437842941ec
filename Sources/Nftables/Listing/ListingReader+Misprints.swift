extension ListingReader {
    /// What a rule compares with, or looks into, without what nft 1.0.6 is known to print wrongly for such an expression.
    func settled(_ constant: Constant, for expression: Expression) -> Constant {
        switch (expression, constant) {
        // `ip daddr & 255.255.255.0 10.0.0.0/24` is listed with another mask.
        case (.binary, .numberPrefix): .unknown("prefix of something masked")
        case (.binary, .ipv4(let range)) where range.lowerBound != range.upperBound:
            .unknown("prefix of something masked")
        case (.binary, .ipv6(let range)) where range.lowerBound != range.upperBound:
            .unknown("prefix of something masked")
        case (_, .anonymousSet(let elements)) where expression.isMisprinted:
            .anonymousSet(elements.map { $0.unread(because: "element that nft lists wrongly") })
        case (_, .anonymousSet(let elements)): .anonymousSet(elements.withoutWildcards)
        default: constant
        }
    }
}

extension [SetElement] {
    /// In sets, a name that ends in an asterisk is listed like the start of names: both are `"eth*"`.
    var withoutWildcards: [SetElement] {
        guard self.contains(where: \.key.hasWildcard) else { return self }
        return self.map { $0.key.hasWildcard ? $0.unread(because: "name or start of names") : $0 }
    }
}

extension SetElement {
    fileprivate func unread(because reason: String) -> SetElement {
        var element = self
        element.key = .unknown(reason)
        return element
    }
}

extension Constant {
    fileprivate var hasWildcard: Bool {
        switch self {
        case .symbol(let name): name.hasSuffix("*")
        case .concatenation(let parts): parts.contains(where: \.hasWildcard)
        default: false
        }
    }
}

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
