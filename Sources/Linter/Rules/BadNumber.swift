package import Diagnostics
internal import Skywelld

/// Numbers are written in digits.
package enum BadNumber: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1012"),
        .error,
        "a setting is not the number or word that it must be",
        cause: "A setting that takes a whole number, or one of a few words, says something else.",
        reason: "The server ends while it starts, or takes the default (skywelld reference §8.1 and §8.3).",
        cure: "Write a whole number, or one of the words of the server's documentation."
    )
    package static let fault = "[peers_max] is written in words"
    package static let endsServer = true

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for section in host.facts.file.sections {
            guard let line = ServerFacts.only(section), let kind = KnownSections.info(section.name)?.kind,
                let expected = self.expected(line.text, kind)
            else { continue }
            findings.add(
                self.info,
                host,
                line: line.number,
                "section '\(section.name)' in skywelld.cfg of '\(host.name)' takes \(expected)",
                label: "not a number",
                help: "write \(expected)"
            )
        }
    }

    /// What must stand there instead of a text; `nil` if it is good.
    private static func expected(_ text: String, _ kind: SectionInfo.Kind) -> String? {
        switch kind {
        // The server has 32 bits for it.
        case .integer: return Int32(text).map { $0 >= 0 } ?? false ? nil : "a whole number up to \(Int32.max)"
        case .choice(let words):
            let isGood = UInt32(text) != nil || words.contains(text)
            return isGood ? nil : "a whole number, or one of \(words.joined(separator: ", "))"
        case .list, .flag, .text, .keyValues, .json: return nil
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in
            edit.set("peers_max", ["many"])
            return true
        }
    }
}
