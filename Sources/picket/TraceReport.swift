internal import Nftables
internal import PacketSpace

/// How a packet goes through a host's rules, for people and for programs.
struct TraceReport: Encodable {
    static let schemaName = "picket.trace/1"

    enum Outcome: String, Encodable {
        case accepted
        case dropped
        /// One or the other, by what cannot be known beforehand.
        case unsettled
    }

    let schema = Self.schemaName
    let packet: String
    let place: String
    let outcome: Outcome
    /// More than one where something cannot be known.
    let ways: [ReportedWay]
    /// Whether these are all.
    let isComplete: Bool
    let reasons: [String]
    let notJudged: [String]

    init(_ packet: Packet, _ place: Place, _ prover: Prover, _ lines: RuleLines?) {
        let (paths, isComplete) = prover.trace(packet, throughout: place)
        self.packet = "\(packet)"
        self.place = place.rawValue
        self.ways = paths.map { ReportedWay(packet, $0, lines, allSteps: true) }
        self.isComplete = isComplete
        self.notJudged = prover.notJudged
        var reasons: [String] = []
        for reason in paths.flatMap(prover.reasons) where !reasons.contains(reason) { reasons.append(reason) }
        self.reasons = reasons
        let ends = Set(paths.map(\.isAccepted))
        if isComplete, ends.count == 1 {
            self.outcome = ends.contains(true) ? .accepted : .dropped
        } else {
            self.outcome = .unsettled
        }
    }

    var text: String {
        var lines = ["\(self.packet)", "at \(self.place)", ""]
        for (number, way) in self.ways.enumerated() {
            if self.ways.count > 1 { lines.append("way \(number + 1) of \(self.ways.count)") }
            lines += way.lines + [""]
        }
        if !self.isComplete { lines += ["there are more ways than can be shown", ""] }
        lines += self.reasons + self.notJudged.map { "not judged: \($0)" }
        if self.ways.count > 1 || !self.isComplete { lines.append("the packet is \(self.conclusion)") }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return Console.safe(lines.joined(separator: "\n"))
    }

    private var conclusion: String {
        switch self.outcome {
        case .accepted: "accepted on every way"
        case .dropped: "dropped on every way"
        case .unsettled: "accepted or dropped; that cannot be known beforehand"
        }
    }
}
