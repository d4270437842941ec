internal import Compiler

/// What decides whether libnftables can load the lines of a compiled ruleset that users wrote: these, and what they may refer to.
struct UserLines: Hashable {
    /// How lines begin that say what there is: tables, chains, sets and counters, and of what kind they are.
    private static let declarations = ["table ", "\tchain ", "\tset ", "\tcounter ", "\t\ttype ", "\t\tflags "]

    /// In the order of the file, and in it the users' own in front of which a mark stands that no line has.
    private let lines: [String]
    /// Whether users wrote none.
    let isEmpty: Bool

    /// `nil` if the ruleset is not as it was compiled.
    init?(_ artifact: Artifact) {
        let lines = artifact.contents.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        guard lines.count == artifact.reasons.count else { return nil }
        self.isEmpty = !artifact.reasons.contains { $0.rule == .extraRule }
        self.lines =
            self.isEmpty
            ? []
            : zip(lines, artifact.reasons).compactMap { line, reason in
                if reason.rule == .extraRule { return "\0\(line)" }
                return Self.declarations.contains(where: line.hasPrefix) ? String(line) : nil
            }
    }
}
