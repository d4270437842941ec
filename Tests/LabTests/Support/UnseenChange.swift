import Foundation
import Testing

/// Two rulesets that give all packets the same outcomes.
struct UnseenChange: CustomTestStringConvertible {
    let testDescription: String
    let old: String
    let new: String
    /// What is said of it.
    var words = "new, cannot be known beforehand"

    /// - Parameters:
    ///   - rules: Those of an input chain.
    ///   - beside: Stands before the chain.
    init(_ description: String, input rules: String, _ old: String, _ new: String, beside: String = "") {
        let table = Self.table(beside, Self.chain("filter hook input priority 0", rules))
        self.init(description, table, table.replacing(old, with: new))
    }

    init(_ description: String, _ old: String, _ new: String) {
        (self.testDescription, self.old, self.new) = (description, old, new)
    }

    func saying(_ words: String) -> UnseenChange {
        var change = self
        change.words = words
        return change
    }

    // MARK: - Parts of rulesets

    static func table(_ parts: String..., family: String = "inet", name: String = "t") -> String {
        "table \(family) \(name) {\n\(parts.joined())}\n"
    }

    static func chain(_ base: String, _ rules: String, name: String = "c") -> String {
        " chain \(name) {\n type \(base);\n \(rules.replacing("; ", with: "\n "))\n }\n"
    }

    static let nat = "nat hook prerouting priority -100"
    static let dynamic = "{\n type ipv4_addr\n size 9\n flags dynamic\n }\n"
}
