internal import Nftables
internal import PacketSpace

/// What was proved about a ruleset, for people and for programs.
struct ProveReport: Encodable {
    static let schemaName = "picket.prove/1"

    /// What one hook accepts of new packets, in one family.
    struct Opening: Encodable {
        let hook: String
        let family: String
        let accepted: [String]
        /// Whether these are all.
        let isComplete: Bool
    }

    struct RulePlace: Encodable {
        let place: String
        let rule: String
        /// Where the rule was written; `null` where that is not known for sure.
        let line: Int?
        /// Why it cannot be known; `null` for rules that never match.
        let reason: String?
    }

    struct Expectation: Encodable {
        let text: String
        let place: String
        let outcome: String
        let counterExample: ReportedWay?
        let reasons: [String]
    }

    /// How many boxes are said at each hook.
    private static let boxLimit = 24

    let schema = Self.schemaName
    let expectations: [Expectation]
    /// Empty if something was expected: then only that is answered.
    let openings: [Opening]
    let maybe: [RulePlace]
    let neverMatching: [RulePlace]
    let notJudged: [String]
    /// What every answer rests on.
    let assumptions: [String]

    init(_ ruleset: ReadRuleset, _ expectations: [RulesetExpectation]) {
        let prover = ruleset.prover
        let lines = ruleset.lines
        self.expectations = expectations.map { Self.settled($0, by: prover, lines) }
        self.openings = expectations.isEmpty ? Self.openings(of: prover) : []
        self.maybe = prover.uncertainties.map {
            Self.place(of: $0.point, lines, reason: $0.reason)
        }
        self.neverMatching =
            expectations.isEmpty
            ? prover.rulesThatNeverMatch().map { Self.place(of: $0, lines, reason: nil) } : []
        self.notJudged = prover.notJudged
        self.assumptions = Self.assumptions(of: prover, ruleset.listing.needs)
    }

    private static func place(of point: DecisionPoint, _ lines: RuleLines?, reason: String?) -> RulePlace {
        RulePlace(place: point.name(in: lines), rule: point.text, line: point.line(in: lines), reason: reason)
    }

    /// How packets are meant, what the prover takes for granted, and how it counts what it cannot know.
    private static func assumptions(of prover: Prover, _ needs: [LoadingNeed]) -> [String] {
        let maybes = prover.uncertainties.count
        let names = needs.compactMap { need -> String? in
            guard case .name(let complaint, let line) = need else { return nil }
            let place = line.map { " in line \($0)" } ?? ""
            return "what the rules take from /etc is there as on this machine (without it nft says\(place): "
                + "\(complaint))"
        }
        return [
            "any source address may come in by any interface: nothing is ruled out as spoofed",
            "interfaces have whatever names rules ask for",
        ] + Prover.assumptions + names
            + (maybes == 0
                ? [] : ["\(maybes) \(maybes == 1 ? "rule" : "rules") that cannot be known may match and may not"])
    }

    private static func settled(
        _ expectation: RulesetExpectation,
        by prover: Prover,
        _ lines: RuleLines?
    ) -> Expectation {
        let outcome = prover.settle(expectation)
        var reasons: [String] = []
        if case .unsettled(_, let because) = outcome { reasons = because }
        return Expectation(
            text: expectation.text,
            place: expectation.place.rawValue,
            outcome: outcome.word,
            counterExample: outcome.counterExample.map { ReportedWay($0.packet, $0.path, lines) },
            reasons: reasons
        )
    }

    private static func openings(of prover: Prover) -> [Opening] {
        [Hook.input, .forward, .output].flatMap { hook in
            Family.allCases.map { family in
                let openings = prover.openings(at: hook, of: family, limit: Self.boxLimit)
                return Opening(
                    hook: hook.rawValue,
                    family: family == .ipv4 ? "IPv4" : "IPv6",
                    accepted: openings.boxes.map(\.description),
                    isComplete: openings.isComplete
                )
            }
        }
    }

    // MARK: - Text

    func text(_ console: Console) -> String {
        let blocks =
            self.expectations.map { self.lines($0, console) } + self.openingLines(console) + [
                self.list(
                    "cannot be known beforehand, and counted as both",
                    self.expectations.isEmpty ? self.maybe : [],
                    console
                ),
                self.list("can never match", self.neverMatching, console),
                self.notJudged.isEmpty
                    ? [] : [console.style("not judged", .strong)] + self.notJudged.map { "  \(Console.safe($0))" },
            ]
        var text = blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
        if !self.expectations.isEmpty {
            let counts = ["holds", "violated", "unsettled"].map { word in
                "\(self.expectations.count { $0.outcome == word }) \(word)"
            }
            text.append("expectations: \(counts.joined(separator: ", "))")
        }
        let assumed = [console.style("assumed:", .faint)] + self.assumptions.map { "  \(Console.safe($0))" }
        text.append(assumed.joined(separator: "\n"))
        return text.joined(separator: "\n\n")
    }

    private func lines(_ expectation: Expectation, _ console: Console) -> [String] {
        let style: Console.Style =
            switch expectation.outcome {
            case "holds": .good
            case "violated": .bad
            default: .doubtful
            }
        let head = console.style(expectation.outcome.padded(to: 11), style) + Console.safe(expectation.text)
        let place = "    at \(expectation.place)"
        let way = expectation.counterExample.map { ["    packet: \($0.packet)"] + $0.lines.map { "    \($0)" } } ?? []
        return [head, place] + (way + expectation.reasons.map { "    \($0)" }).map { Console.safe($0) }
    }

    private func openingLines(_ console: Console) -> [[String]] {
        guard self.expectations.isEmpty else { return [] }
        return self.openings.map { opening in
            let title = console.style("\(opening.hook), \(opening.family)", .strong) + ": new packets that are accepted"
            if opening.accepted.isEmpty { return [title, "  none"] }
            let more = opening.isComplete ? [] : ["  and more"]
            return [title] + opening.accepted.map { "  \(Console.safe($0))" } + more
        }
    }

    private func list(_ title: String, _ rules: [RulePlace], _ console: Console) -> [String] {
        guard !rules.isEmpty else { return [] }
        return [console.style(title, .strong)]
            + rules.map { rule in
                Console.safe("  \(rule.place): \(rule.rule)" + (rule.reason.map { " [\($0)]" } ?? ""))
            }
    }
}
