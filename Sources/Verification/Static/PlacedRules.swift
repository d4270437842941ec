internal import Compiler
internal import Diagnostics
internal import Nftables
internal import Topology

/// The user's own rules in a chain of ours, as far as they stand where they were placed: behind all that was compiled to come before.
struct PlacedRules {
    /// A rule of ours, or the place in the topology of one of the user's own.
    private enum Compiled {
        case ours(String)
        case own(SourceSpan, String)
    }

    /// Numbers of rules, by the place of the rule in the topology.
    private let found: [SourceSpan: Set<Int>]

    /// - Parameters:
    ///   - chain: Of table `inet picket`.
    ///   - listing: What the kernel made of the text.
    init(_ source: RulesetSource, chain: String, of listing: RulesetListing) {
        let compiled = source.compiled.map { Self.rules(of: $0, chain) } ?? []
        let lines = RuleLines(file: source.file, text: source.text, listing: listing)
        let text = source.text.split(separator: "\n", omittingEmptySubsequences: false)
        let table = listing.tables.first { "\($0.family) \($0.name)" == Ruleset.table }
        var found: [SourceSpan: Set<Int>] = [:]
        // What was compiled to come next, and the user's own that may come from here on.
        var rest = compiled[...]
        var open: [(place: SourceSpan, text: String)] = []
        func passOwn() {
            while case .own(let place, let text) = rest.first {
                open.append((place, text))
                rest.removeFirst()
            }
        }
        passOwn()
        for rule in table?.chains.first(where: { $0.name == chain })?.rules ?? [] {
            guard let line = lines.line(of: rule.handle, table: Ruleset.table, chain: chain),
                text.indices.contains(line - 1)
            else { continue }
            let words = Self.plain(text[line - 1])
            if case .ours(words) = rest.first {
                rest.removeFirst()
                passOwn()
            }
            for own in open where own.text == words { found[own.place, default: []].insert(rule.handle) }
        }
        self.found = found
    }

    /// The kernel's numbers of some rules of the topology.
    func handles(of rules: some Sequence<FirewallSettings.ExtraRule>) -> Set<Int> {
        rules.reduce(into: []) { $0.formUnion(self.found[$1.span] ?? []) }
    }

    /// What was compiled into a chain, in its order.
    private static func rules(of artifact: Artifact, _ chain: String) -> [Compiled] {
        let lines = artifact.contents.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(of: "\tchain \(chain) {") else { return [] }
        return zip(lines, artifact.reasons).dropFirst(start + 2).prefix { $0.0 != "\t}" }.compactMap { line, reason in
            let words = Self.plain(line)
            if words.hasPrefix("#") { return nil }
            guard reason.rule == .extraRule, let place = reason.place else { return .ours(words) }
            return .own(place, words)
        }
    }

    /// Words with one space between them.
    private static func plain(_ text: Substring) -> String {
        text.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    }
}
