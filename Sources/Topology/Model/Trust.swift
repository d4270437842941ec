package import Diagnostics
package import Skywelld

/// Which validation keys the servers trust, and how many of them must agree.
package struct Trust: Hashable, Sendable {
    /// A validator that is not ours.
    package struct Validator: Hashable, Sendable {
        package let name: String
        package let key: NodePublicKey
        package let span: SourceSpan

        package init(name: String, key: NodePublicKey, span: SourceSpan) {
            self.name = name
            self.key = key
            self.span = span
        }
    }

    /// How many validations a ledger needs, as the file gives it.
    package struct Quorum: Hashable, Sendable {
        /// At least 1.
        package let count: Int
        package let span: SourceSpan

        package init(_ count: Int, at span: SourceSpan) {
            self.count = count
            self.span = span
        }
    }

    /// Which of the topology's own validators a server trusts.
    package enum Scope: String, CaseIterable, Hashable, Sendable {
        /// All of them: one network.
        case network
        /// Those of its group: every group is a network of its own.
        case group
    }

    package let scope: Scope
    /// In the order of the file; keys and names that differ.
    package let foreign: [Validator]
    /// `nil`: computed, 80 % of the trusted validators, rounded up.
    package let quorum: Quorum?

    package init(scope: Scope = .network, foreign: [Validator] = [], quorum: Quorum? = nil) {
        self.scope = scope
        self.foreign = foreign
        self.quorum = quorum
    }
}
