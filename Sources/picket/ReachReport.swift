internal import Addressing
internal import Topology
internal import Verification

/// Who can reach whom, for people and for programs.
struct ReachReport: Encodable {
    static let schemaName = "picket.reach/1"

    let schema = Self.schemaName
    let from: String
    let to: String
    let transport: String
    /// `null`: every port.
    let port: Int?
    /// The best of all findings.
    let answer: ReachAnswer
    let findings: [ReachFinding]
    /// Hosts whose rules are not known.
    let unknown: [String]
    /// What is on hosts and not judged, and may change packets.
    let notJudged: [String]
    /// What else is on hosts and not judged, and may drop packets.
    let unseen: [String]
    let assumptions: [String]

    init(_ question: ReachQuestion, _ reach: Reach) {
        self.from = question.from.description
        self.to = question.to.description
        self.transport = question.flow.transport.rawValue
        self.port = question.flow.port.map { Int($0.rawValue) }
        self.findings = reach.findings(from: question.from, to: question.to, question.flow)
        self.unknown = reach.unknown.map(\.description)
        self.notJudged = reach.unjudged
        self.unseen = reach.unseen
        self.assumptions = Reach.assumptions
        let found = self.findings.map(\.answer).max() ?? .no
        // What nobody knows anything about may do anything.
        self.answer = found == .no && !(self.unknown.isEmpty && self.notJudged.isEmpty) ? .maybe : found
    }

    // MARK: - Text

    /// Of findings that are alike, how many are named.
    private static let namedPairs = 12

    func text(_ console: Console) -> String {
        let isSingle = self.findings.count == 1
        var lines: [String] = []
        for finding in self.findings where isSingle || finding.answer != .no { lines += self.lines(finding, console) }
        let closed = self.findings.filter { $0.answer == .no }
        if !isSingle, !closed.isEmpty {
            lines.append("\(console.style("no", .good))     \(closed.count) \(closed.count == 1 ? "pair" : "pairs"):")
            lines += closed.prefix(Self.namedPairs).map { "         \($0.from) -> \($0.to)\(self.reason($0))" }
            if closed.count > Self.namedPairs { lines.append("         and \(closed.count - Self.namedPairs) more") }
        }
        if self.findings.isEmpty { lines.append("there are no two ends that this is about") }
        lines += self.unknown.map { "not known: the rules of \($0)" }
        lines += self.notJudged.map { "not judged, and may change packets: \($0)" }
        lines += self.unseen.map { "not judged, and may drop packets: \($0)" }
        let what = self.port.map { "port \($0)/\(self.transport)" } ?? "any port of \(self.transport)"
        lines.append("\(self.from) -> \(self.to), \(what): \(self.answer.rawValue)")
        return Console.safe(lines.joined(separator: "\n"))
    }

    private func lines(_ finding: ReachFinding, _ console: Console) -> [String] {
        let style: Console.Style =
            switch finding.answer {
            case .yes: .bad
            case .maybe: .doubtful
            case .no: .good
            }
        let word = finding.answer.rawValue
        let head = console.style(word, style) + String(repeating: " ", count: 7 - word.count)
        var lines = ["\(head)\(finding.from) -> \(finding.to)"]
        lines += finding.packets.map { "         \($0)" }
        if !finding.isComplete { lines.append("         and more") }
        lines += finding.remarks.map { "       \($0)" }
        if let example = finding.example { lines.append("       example: \(example)") }
        lines += finding.rules.map { "       \(Self.words($0))" }
        // Of one end alone everything is said already.
        if finding.ends.count > 1 { lines += finding.ends.map { "       \(Self.words($0))" } }
        return lines
    }

    private static func words(_ rule: ReachFinding.DecidingRule) -> String {
        let verb = rule.isAccepted ? "accepted" : "dropped"
        let handle = rule.handle.map { ", handle \($0)" } ?? ""
        let place = rule.place ?? "\(rule.host), \(rule.table) \(rule.chain)\(handle)"
        return "\(verb) by \(rule.rule) (\(place))"
    }

    /// What an end would do alone, such as "validator-1 alone lets nothing in: dropped by …".
    private static func words(_ end: ReachFinding.End) -> String {
        let way = end.direction == .output ? "out" : "in"
        let verdict =
            switch end.answer {
            case .yes: "lets some of it \(way)"
            case .maybe: "may let some of it \(way)"
            case .no: "lets nothing of it \(way)"
            }
        return "\(end.host) alone \(verdict)" + (end.rule.map { ": \(Self.words($0))" } ?? "")
    }

    private func reason(_ finding: ReachFinding) -> String {
        if let rule = finding.rules.last { return " (\(rule.host), \(rule.chain): \(rule.rule))" }
        return finding.remarks.first.map { " (\($0))" } ?? ""
    }
}
