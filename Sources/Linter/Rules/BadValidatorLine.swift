package import Diagnostics
internal import Skywelld
internal import Topology

/// Lines of `[validators]` are keys.
package enum BadValidatorLine: LintRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1411"),
        .error,
        "a line of [validators] is no validation key",
        cause: "A line starts with something else than a key 'n…'. A domain on a public server is a warning.",
        reason:
            "The server skips the line with a warning in its log, and the validator's votes stop there; a domain is looked up and fetched over HTTPS (skywelld reference §8.3; observed §9).",
        cure: "Write the validation key; 'picket keys show' prints it."
    )
    package static let fault = "a key in [validators] is mistyped"
    package static let companions: Set<Diagnostic.Code> = [
        ValidatorUnknownToSentry.code, UnsafeQuorum.code,
    ]

    package static func check(_ subject: LintSubject, _ findings: inout LintFindings) {
        // The same keys stand in the files of ten thousand hosts, and each costs a point of the curve.
        var good: Set<Substring> = []
        var goodLists: Set<ObjectIdentifier> = []
        for host in subject.hosts where !goodLists.contains(ObjectIdentifier(host.facts.validatorList)) {
            let before = findings.all.count
            for line in host.facts.validators {
                let word = ServerFacts.key(of: line)
                if good.contains(word) { continue }
                if NodePublicKey(base58: word) != nil {
                    good.insert(word)
                } else {
                    self.add(host, line, isDomain: self.isDomain(word), &findings)
                }
            }
            if findings.all.count == before { goodLists.insert(ObjectIdentifier(host.facts.validatorList)) }
        }
    }

    private static func add(
        _ host: LintHost,
        _ line: ConfigurationFile.Line,
        isDomain: Bool,
        _ findings: inout LintFindings
    ) {
        guard !line.text.hasPrefix("#"), !line.text.hasPrefix("＃"), !line.text.hasPrefix("[") else { return }
        // On a hidden host a rule of its own speaks of names.
        if isDomain, host.role.isHidden { return }
        findings.add(
            self.info,
            as: isDomain ? .warning : .error,
            host,
            line: line.number,
            "a line under 'validators' of '\(host.name)' is \(isDomain ? "a domain, which is looked up" : "no validation key")",
            label: isDomain ? "a domain" : "skipped",
            help: "write the validation key, 'n…'"
        )
    }

    /// Whether a word is a host name rather than a key.
    static func isDomain(_ word: Substring) -> Bool {
        word.contains(".") && HostLiteral.isName(word)
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in edit.insert("n9NotAKeyAtAll sentry", in: "validators") }
    }
}
