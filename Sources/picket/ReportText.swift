internal import Topology
internal import Verification

/// A lab report for people.
struct ReportText {
    /// Observations shown of one claim; `--json` has all of them.
    private static let evidenceLimit = 8

    private let report: LabReport
    private let topology: Topology
    private let vantages: VantagePlan
    private let file: String
    private let console: Console

    init(_ report: LabReport, _ topology: Topology, _ vantages: VantagePlan, file: String, _ console: Console) {
        self.report = report
        self.topology = topology
        self.vantages = vantages
        self.file = file
        self.console = console
    }

    var text: String {
        ([self.heading, ""] + self.report.claims.flatMap(self.lines) + [self.conclusion]).joined(separator: "\n")
    }

    private var heading: String {
        let roles = Role.allCases.compactMap { role in
            Self.count(self.topology.hosts.count { $0.role == role }, role.rawValue)
        }
        let strangers = Vantage.Kind.allCases.compactMap { kind in
            Self.count(self.vantages.vantages.count { $0.kind == kind }, kind.rawValue)
        }
        let mutation = self.report.mutation.map { "; mutation: \($0)" } ?? ""
        return "network \(self.report.network): \(roles.joined(separator: ", ")); watched by "
            + strangers.joined(separator: ", ") + "; throw-away keys" + mutation
    }

    private func lines(_ claim: Claim) -> [String] {
        let outcome = self.console.style(claim.outcome.rawValue.padded(to: 10), claim.outcome.style)
        let shown = claim.evidence.prefix(Self.evidenceLimit)
        let width = shown.map(\.vantage.count).reduce("otherwise".count, max)
        var rows = shown.map { self.row($0.vantage, width, $0.text) }
        if claim.evidence.count > shown.count {
            rows.append(self.row("", width, "and \(claim.evidence.count - shown.count) more observations"))
        }
        if claim.outcome == .holds {
            rows.append(self.row("otherwise", width, claim.opposite, .faint))
        }
        return [outcome + self.console.style(claim.id.rawValue, .strong)] + rows + [""]
    }

    /// A label in its column, and text wrapped beside it.
    private func row(_ label: String, _ width: Int, _ text: String, _ style: Console.Style? = nil) -> String {
        let indent = 4 + width + 2
        var lines: [String] = []
        var line = ""
        for word in Console.safe(text).split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > self.console.width - indent {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        lines.append(line)
        let head = "    " + label.padded(to: width) + "  "
        return lines.enumerated().map { number, line in
            (number == 0 ? head : String(repeating: " ", count: indent))
                + (style.map { self.console.style(line, $0) } ?? line)
        }.joined(separator: "\n")
    }

    private var conclusion: String {
        let time =
            " (\(self.report.totalSeconds.rounded(to: 1)) s, lab built in \(self.report.buildSeconds.rounded(to: 2)) s)"
        let names = self.topology.hosts.filter { $0.role == .validator }.map(\.name.description)
        let who = names.count == 1 ? "\(names[0]) is" : "\(names.count) validators are"
        switch self.report.outcome {
        case .holds:
            return self.console.style("\(who) hidden: all \(self.report.claims.count) claims hold", .good) + time
                + "\nShow that this can fail: picket lab self-test \(Console.safe(self.file))"
        case .violated:
            return self.console.style("NO: violated: \(self.list(.violated))", .bad) + time
        case .unsettled:
            return self.console.style("not settled: \(self.list(.unsettled))", .doubtful) + time
        }
    }

    private func list(_ outcome: Claim.Outcome) -> String {
        self.report.claims(ending: outcome).map(\.id.rawValue).joined(separator: ", ")
    }

    /// Such as "2 sentries"; `nil` for none.
    private static func count(_ number: Int, _ noun: String) -> String? {
        guard number != 1 else { return "1 \(noun)" }
        let plural = noun.hasSuffix("y") ? noun.dropLast() + "ies" : noun + "s"
        return number == 0 ? nil : "\(number) \(plural)"
    }
}

extension Claim.Outcome {
    var style: Console.Style {
        switch self {
        case .holds: .good
        case .violated: .bad
        case .unsettled: .doubtful
        }
    }
}

extension String {
    /// With blanks behind it up to a width; a longer text stays as it is.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - self.count))
    }
}

extension Double {
    /// With so many decimal places.
    func rounded(to places: Int) -> String {
        let scale = (0..<places).reduce(1) { value, _ in value * 10 }
        let number = Int((self * Double(scale)).rounded())
        let fraction = String(number % scale)
        return "\(number / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
    }
}
