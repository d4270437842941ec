internal import Verification

/// What a proof came to, a line for each claim and one for each piece of evidence against it.
struct ProofText {
    /// How much is said against one claim at most.
    private static let shownEvidence = 5

    let lines: [String]

    /// - Parameter file: The topology's, as the user named it.
    init(_ proof: Proof, file: String, _ console: Console) {
        switch proof.result {
        case .claims(let claims):
            self.lines =
                claims.flatMap { Self.lines(of: $0, file, console) }
                + Self.leftOut(proof.leftOut, console)
                + Self.assumptions(of: claims, proof.notAsked, console)
        case .refused(let hosts):
            self.lines = hosts.map { "\(console.style("refused:", .bad)) \(Console.safe($0))" }
        case .unsettled(let reason, let help):
            let text = "claims about packets, because \(Console.safe(reason))"
            self.lines =
                ["\(console.style("unsettled:", .doubtful)) \(text)"]
                + (help.map { ["  help: \(Console.safe($0))"] } ?? [])
        }
    }

    private static func lines(of claim: StaticClaim, _ file: String, _ console: Console) -> [String] {
        let name = claim.subject.map { "\(claim.id): \($0)" } ?? claim.id.description
        let (label, style): (String, Console.Style) =
            switch claim.outcome {
            case .holds: ("proved:", .good)
            case .violated: ("violated:", .bad)
            case .unsettled: ("unsettled:", .doubtful)
            }
        let title = "\(console.style(label, style)) \(Console.safe(name))"
        guard claim.outcome != .holds else { return ["\(title) \(Self.summary(of: claim))"] }
        let shown = claim.evidence.prefix(Self.shownEvidence).flatMap { evidence in
            ["  \(evidence.vantage): \(evidence.text)"]
                + (evidence.replay.map { ["    send it: \($0.command(for: file))"] } ?? [])
        }
        let more = claim.evidence.count - Self.shownEvidence
        return [title] + shown.map(Console.safe) + (more > 0 ? ["  and \(more) more"] : [])
    }

    private static func leftOut(_ claims: [String], _ console: Console) -> [String] {
        guard !claims.isEmpty else { return [] }
        let title = console.style("not settled without a topology:", .doubtful)
        return ["\(title) \(claims.joined(separator: ", "))"]
    }

    /// Each assumption once, in the order of the claims.
    private static func assumptions(of claims: [StaticClaim], _ notAsked: String?, _ console: Console) -> [String] {
        var seen = notAsked.map { ["the kernel takes the rules (it was not asked: \($0))"] } ?? []
        for assumption in claims.flatMap(\.assumptions) where !seen.contains(assumption) { seen.append(assumption) }
        return seen.isEmpty ? [] : [console.style("assumed:", .faint)] + seen.map { "  \(Console.safe($0))" }
    }

    /// What was proved of one host, or of how many.
    ///
    /// The first host stands for all, which differ in numbers; but other people's tables are on some hosts and not on others.
    private static func summary(of claim: StaticClaim) -> String {
        var kinds: [(first: Evidence, count: Int)] = []
        for evidence in claim.evidence {
            let isAlike = { (kind: (first: Evidence, count: Int)) in
                claim.id != .noForeignInterference || kind.first.text == evidence.text
            }
            if let known = kinds.firstIndex(where: isAlike) {
                kinds[known].count += 1
            } else {
                kinds.append((evidence, 1))
            }
        }
        let words = kinds.prefix(Self.shownEvidence).map { kind in
            let who = kind.count == 1 ? "\(kind.first.vantage)" : "\(kind.count) hosts, such as \(kind.first.vantage)"
            return "\(who): \(kind.first.text)"
        }
        let more = kinds.dropFirst(Self.shownEvidence).reduce(0) { $0 + $1.count }
        let all = words + (more > 0 ? ["and \(more) more"] : [])
        return words.isEmpty ? "" : "(\(Console.safe(all.joined(separator: "; "))))"
    }
}
