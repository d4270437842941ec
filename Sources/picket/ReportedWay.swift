internal import PacketSpace

/// A packet and how it goes through the rules, for people and for programs.
struct ReportedWay: Encodable {
    struct Step: Encodable {
        let table: String
        let chain: String
        /// `null` for a policy.
        let handle: Int?
        let rule: String
        let effect: String
        let isCertain: Bool
    }

    let packet: String
    /// Without the rules that it does not match, unless these are asked for.
    let steps: [Step]
    let isAccepted: Bool
    let decidedBy: String

    init(_ packet: Packet, _ path: TracePath, allSteps: Bool = false) {
        self.packet = "\(packet)"
        self.steps = path.steps.filter { allSteps || $0.effect != .notMatched }.map { step in
            Step(
                table: step.point.table,
                chain: step.point.chain,
                handle: step.point.handle,
                rule: step.point.text,
                effect: Self.word(step.effect),
                isCertain: !step.isUncertain
            )
        }
        self.isAccepted = path.isAccepted
        self.decidedBy = path.decidedBy.map { "\($0.name): \($0.text)" } ?? "no chain sees it"
    }

    /// One line for each step, and one for the end.
    var lines: [String] {
        var lines: [String] = []
        var place = ""
        for step in self.steps {
            if place != "\(step.table) \(step.chain)" {
                place = "\(step.table) \(step.chain)"
                lines.append(place)
            }
            let handle = step.handle.map { "handle \($0)" } ?? ""
            let doubt = step.isCertain ? "" : " (perhaps)"
            lines.append("  \(handle.padded(to: 12))\((step.effect + doubt).padded(to: 22))\(step.rule)")
        }
        lines.append("\(self.isAccepted ? "accepted" : "dropped") by \(self.decidedBy)")
        return lines
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
