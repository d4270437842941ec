internal import Nftables

/// A place in a ruleset that decides about packets.
package struct DecisionPoint: Hashable, Sendable {
    /// What stands there. Rules are put in words when somebody asks: most never decide anything that is shown.
    private enum Content: Hashable {
        case rule(ListedRule)
        case policy(String)
    }

    /// Family and name, such as `inet picket`.
    package let table: String
    package let chain: String
    private let content: Content

    init(table: String, chain: String, rule: ListedRule) {
        self.table = table
        self.chain = chain
        self.content = .rule(rule)
    }

    /// - Parameter policy: In words.
    init(table: String, chain: String, policy: String) {
        self.table = table
        self.chain = chain
        self.content = .policy(policy)
    }

    /// The rule's handle; `nil` for the chain's policy.
    package var handle: Int? {
        switch self.content {
        case .rule(let rule): rule.handle
        case .policy: nil
        }
    }

    /// The rule, or the policy, in words.
    package var text: String {
        switch self.content {
        case .rule(let rule): Self.unlisted(rule.unlisted) + rule.description
        case .policy(let text): text
        }
    }

    /// What the kernel says that the rule asks for besides, in words, where it is not what everybody would think.
    private static func unlisted(_ questions: UnlistedQuestions) -> String {
        guard case .known(let questions) = questions else { return "" }
        return questions.map { question in
            switch question {
            case .nextHeader(let number): "ip6 nexthdr \(number) "
            // Of these the name of a field speaks.
            case .transport(1), .transport(6), .transport(17), .transport(58): ""
            case .transport(let number): "meta l4proto \(number) "
            }
        }.joined()
    }

    /// The same, with the reason where the rule does not say why it drops a packet.
    package func text(accepting isAccepted: Bool) -> String {
        guard !isAccepted, case .rule(let rule) = self.content else { return self.text }
        let isAutomatic = rule.statements.contains { statement in
            if case .translate(let target) = statement { target.isAutomatic } else { false }
        }
        return isAutomatic ? "\(self.text), where the interface has no address to translate to" : self.text
    }
}
