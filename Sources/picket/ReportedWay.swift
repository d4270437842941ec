internal import Nftables
internal import PacketSpace

/// A packet and how it goes through the rules, for people and for programs.
struct ReportedWay: Encodable {
    struct Step: Encodable {
        let table: String
        let chain: String
        /// `null` for a policy.
        let handle: Int?
        /// Where the rule was written; both are `null` where that is not known for sure.
        let file: String?
        let line: Int?
        let rule: String
        let effect: String
        let isCertain: Bool
    }

    let packet: String
    /// Without the rules that it does not match, unless these are asked for.
    let steps: [Step]
    let isAccepted: Bool
    let decidedBy: String

    /// - Parameter lines: Where the rules were written.
    init(_ packet: Packet, _ path: TracePath, _ lines: RuleLines?, allSteps: Bool = false) {
        self.packet = "\(packet)"
        self.steps = path.steps.filter { allSteps || $0.effect != .notMatched }.map { step in
            let line = step.point.line(in: lines)
            return Step(
                table: step.point.table,
                chain: step.point.chain,
                handle: step.point.handle,
                file: line == nil ? nil : lines?.file,
                line: line,
                rule: step.point.text,
                effect: Self.word(step.effect),
                isCertain: !step.isUncertain
            )
        }
        self.isAccepted = path.isAccepted
        self.decidedBy =
            path.decidedBy.map { "\($0.name(in: lines)): \($0.text(accepting: path.isAccepted))" } ?? "no chain"
    }

    /// One line for each step, and one for the end.
    var lines: [String] {
        var lines: [String] = []
        var place = ""
        let width = max(12, (self.steps.map { Self.place(of: $0).count }.max() ?? 0) + 2)
        for step in self.steps {
            if place != "\(step.table) \(step.chain)" {
                place = "\(step.table) \(step.chain)"
                lines.append(place)
            }
            let doubt = step.isCertain ? "" : " (perhaps)"
            lines.append(
                "  \(Self.place(of: step).padded(to: width))\((step.effect + doubt).padded(to: 22))\(step.rule)"
            )
        }
        lines.append("\(self.isAccepted ? "accepted" : "dropped") by \(self.decidedBy)")
        return lines
    }

    /// The line, or the kernel's handle; nothing for a policy.
    private static func place(of step: Step) -> String {
        if let file = step.file, let line = step.line { return "\(file):\(line)" }
        return step.handle.map { "handle \($0)" } ?? ""
    }

    private static func word(_ effect: TracePath.Effect) -> String {
        switch effect {
        case .notMatched: "no match"
        case .passed: "goes on"
        case .accepted: "accepts"
        case .dropped: "drops"
        case .sent(let chain): "sends to \(chain)"
        case .returned: "returns"
        case .translated: "translates"
        }
    }
}
