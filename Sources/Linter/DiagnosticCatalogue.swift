internal import Compiler
internal import Deploy
package import Diagnostics
internal import Topology

/// Every kind of diagnostic, in one place: `picket explain CODE` and `docs/diagnostics.md` are made from it.
package enum DiagnosticCatalogue {
    /// Sorted by code.
    package static let all: [DiagnosticInfo] = Self.sources.flatMap(\.infos)
        .sorted { $0.code.rawValue < $1.code.rawValue }

    /// Where the entries come from, in the order of their codes.
    private static let sources: [(title: String, infos: [DiagnosticInfo])] = [
        ("General", [DiagnosticCollector.diagnosticInfo]),
        ("Topology", Topology.diagnosticInfos),
        ("Keys and files", KeyStore.diagnosticInfos),
        ("Templates", TemplateError.diagnosticInfos),
        (
            "Artifacts",
            Linter.rules.map { $0.info } + [
                UnsettledExpectation.info, RuleRefusal.info, RuleRefusal.untried, RuleRefusal.file,
                RuleRefusal.strangeFolder,
            ]
        ),
        ("Import", Import.diagnosticInfos),
    ]

    private static let byCode = Dictionary(
        Self.all.map { ($0.code.rawValue, $0) },
        uniquingKeysWith: { first, _ in first }
    )

    /// The entry of a code, whose letters may be of either case.
    package static func info(_ code: String) -> DiagnosticInfo? {
        self.byCode[code.uppercased()]
    }

    /// The known code that a mistyped one most likely meant.
    package static func suggestion(for code: String) -> String? {
        nearest(code.uppercased(), in: self.all.map(\.code.rawValue))
    }

    /// Whether a word has the form of a code: `P` and four digits.
    package static func isCode(_ word: String) -> Bool {
        let bytes = Array(word.utf8)
        return bytes.count == 5 && (bytes[0] | 0x20) == UInt8(ascii: "p")
            && bytes.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// The text of `docs/diagnostics.md`.
    package static var document: String {
        var lines = [
            "# Diagnostics",
            "",
            "Every kind of error, warning and note, by its code. `picket explain CODE` prints the same text. Made from the",
            "catalogue in the code; a test keeps the two equal.",
            "",
            "| Code | Severity | |",
            "|---|---|---|",
        ]
        lines += self.all.map {
            "| [\($0.code)](#\($0.code.rawValue.lowercased())) | \($0.severity.rawValue) | \($0.summary) |"
        }
        for info in self.all { lines += ["", "## \(info.code)", ""] + self.paragraphs(info) }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func paragraphs(_ info: DiagnosticInfo) -> [String] {
        var lines = [
            "\(info.severity.rawValue.capitalizedFirst): \(info.summary).",
            "",
            "- **Cause.** \(info.cause)",
            "- **Reason.** \(info.reason)",
            "- **Cure.** \(info.cure)",
        ]
        if let example = info.example {
            lines +=
                ["", "```yaml"] + example.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            while lines.last == "" { lines.removeLast() }
            lines.append("```")
        }
        return lines
    }
}

extension String {
    fileprivate var capitalizedFirst: String { self.prefix(1).uppercased() + self.dropFirst() }
}
