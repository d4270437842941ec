/// What a refused sender is told. Source: libnftables-json(5), "REJECT".
package struct ListedReject: Hashable, Sendable {
    /// `icmp`, `icmpv6`, `icmpx` or `tcp reset`; `nil` where nft chooses.
    package let type: String?
    /// Such as `admin-prohibited`.
    package let code: String?

    package init(type: String? = nil, code: String? = nil) {
        self.type = type
        self.code = code
    }

    /// A rule with an ICMP answer of one family gives it to packets of that family alone; `nil` for any other answer.
    package var family: ListedStatement.Family? {
        switch self.type {
        case "icmp": .ipv4
        case "icmpv6": .ipv6
        default: nil
        }
    }
}
