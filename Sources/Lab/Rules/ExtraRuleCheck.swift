package import Compiler
package import Nftables
package import Topology

/// Finds the users' own rules that nftables does not take: each of them by itself, so that one does not hide another.
package struct ExtraRuleCheck {
    /// What decides whether a host's own rules are taken: their texts, and what else of the ruleset they may refer to.
    private struct Surroundings: Hashable {
        let rules: [FirewallSettings.ExtraRule]
        let declarations: [Substring]
    }

    /// In the order in which they were found.
    package private(set) var refused: [RefusedRule] = []
    private var bad: Set<FirewallSettings.ExtraRule> = []
    private var known: Set<Surroundings> = []

    package init() {}

    /// Checks the rules of the hosts that have any, one host of all those on which they mean the same.
    ///
    /// - Parameter load: Loads a ruleset where there is none, and returns what nftables objects to.
    package mutating func check(
        _ bundles: [Bundle],
        of topology: Topology,
        load: (String) -> NftablesError?
    ) {
        for bundle in bundles {
            guard let host = topology[host: bundle.host], !host.firewall.rules.isEmpty else { continue }
            let text = bundle[.ruleset].contents
            let declarations = text.split(separator: "\n").filter {
                $0.hasPrefix("\tset ") || $0.hasPrefix("\tcounter ")
            }
            let surroundings = Surroundings(rules: host.firewall.rules, declarations: declarations)
            guard self.known.insert(surroundings).inserted else { continue }
            guard Self.answer(to: text, load) != nil else { continue }
            self.explain(bundle, of: host, load: load)
        }
    }

    /// Finds what is wrong with the rules of a host whose ruleset is not taken.
    ///
    /// - Returns: Whether it is taken without the rules that were found.
    @discardableResult
    package mutating func explain(
        _ bundle: Bundle,
        of host: Host,
        load: (String) -> NftablesError?
    ) -> Bool {
        let artifact = bundle[.ruleset]
        let rules = host.firewall.rules
        guard !rules.isEmpty, Self.answer(to: artifact.text(without: rules), load) == nil else { return false }
        for rule in rules where !self.bad.contains(rule) {
            let text = artifact.text(without: rules.filter { $0 != rule })
            guard let answer = Self.answer(to: text, load) else { continue }
            self.bad.insert(rule)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            self.refused.append(RefusedRule(rule, on: host.name, answer, in: lines))
        }
        return Self.answer(to: artifact.text(without: rules.filter(self.bad.contains)), load) == nil
    }

    /// `nil` if the text is taken.
    private static func answer(to text: String, _ load: (String) -> NftablesError?) -> NftAnswer? {
        load(text).map { NftAnswer($0) }
    }
}

extension Artifact {
    /// The ruleset without the lines of some of the user's own rules.
    fileprivate func text(without rules: [FirewallSettings.ExtraRule]) -> String {
        let places = Set(rules.map(\.span))
        let lines = self.contents.split(separator: "\n", omittingEmptySubsequences: false)
        return zip(lines, self.reasons).filter { _, reason in
            reason.rule != .extraRule || reason.place.map { !places.contains($0) } ?? true
        }.map { "\($0.0)\n" }.joined()
    }
}
