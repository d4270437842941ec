package import Topology

/// A rule of the user's own that nftables does not take.
package struct RefusedRule: Equatable, Sendable {
    package let rule: FirewallSettings.ExtraRule
    /// The first host that has it.
    package let host: HostName
    /// What libnftables or the kernel says, one line.
    package let message: String
    /// What of the rule it is about; `nil` if that is not said.
    package let part: String?

    init(rule: FirewallSettings.ExtraRule, host: HostName, message: String, part: String?) {
        self.rule = rule
        self.host = host
        self.message = message
        self.part = part
    }

    /// - Parameter answer: libnftables' words about a text that holds the rule in one line.
    init(_ rule: FirewallSettings.ExtraRule, on host: HostName, _ answer: NftAnswer, in text: [Substring]) {
        self.rule = rule
        self.host = host
        self.message = answer.message
        self.part = answer.place.flatMap { place in
            let line = text.indices.contains(place.line - 1) ? text[place.line - 1] : ""
            let columns = Array(line.utf8)
            // The place may be anywhere in the text, such as at a set that the rule refers to.
            guard line.contains(rule.text), place.columns.upperBound <= columns.count else { return nil }
            return String(decoding: columns[(place.columns.lowerBound - 1)..<place.columns.upperBound], as: UTF8.self)
        }
    }
}
