internal import Compiler
internal import Diagnostics
internal import Topology

/// Finds the place in a file for what the rules found.
struct FindingPlacement {
    /// What a range of a thousand hosts has in common is said once.
    private struct Place: Hashable {
        let code: Diagnostic.Code
        let severity: Diagnostic.Severity
        let span: SourceSpan
    }

    private let subject: LintSubject

    init(_ subject: LintSubject) {
        self.subject = subject
    }

    /// Places findings in the topology that the artifacts were made from.
    func inTopology(_ findings: [Finding], _ source: SourceFile) -> [FileDiagnostics] {
        var counts: [Place: Int] = [:]
        var firsts: [(place: Place, finding: Finding)] = []
        for finding in findings {
            guard let span = self.span(of: finding) else { continue }
            let place = Place(code: finding.code, severity: finding.severity, span: span)
            if counts.updateValue(counts[place, default: 0] + 1, forKey: place) == nil {
                firsts.append((place, finding))
            }
        }
        let diagnostics = firsts.map { place, finding in
            let others = counts[place, default: 1] - 1
            return Diagnostic(
                finding.severity,
                finding.code,
                others == 0 ? finding.message : "\(finding.message) (and \(others) more like it)",
                at: place.span,
                label: [finding.label, self.quote(finding)].filter { !$0.isEmpty }.joined(separator: "; "),
                help: finding.help
            )
        }
        return diagnostics.isEmpty ? [] : [FileDiagnostics(diagnostics, in: source)]
    }

    /// Places findings in the artifacts themselves, without their secrets.
    func inArtifacts(_ findings: [Finding]) -> [FileDiagnostics] {
        let byHost = Dictionary(grouping: findings, by: \.host)
        return byHost.keys.sorted().flatMap { index -> [FileDiagnostics] in
            let host = self.subject.hosts[index]
            let byArtifact = Dictionary(grouping: byHost[index, default: []], by: \.artifact)
            return byArtifact.keys.sorted().map { artifact in
                let source = self.source(artifact, of: host)
                let diagnostics = byArtifact[artifact, default: []].map { finding in
                    Diagnostic(
                        finding.severity,
                        finding.code,
                        finding.message,
                        at: finding.line.map { Self.wholeLine($0, in: source) },
                        label: finding.label,
                        help: finding.help
                    )
                }
                return FileDiagnostics(diagnostics, in: source)
            }
        }
    }

    /// The place that caused the line, else the host.
    private func span(of finding: Finding) -> SourceSpan? {
        let host = self.subject.hosts[finding.host]
        if let place = finding.place { return place }
        if finding.artifact == .configuration, let line = finding.line, host.reasons.indices.contains(line - 1),
            let place = host.reasons[line - 1].place
        {
            return place
        }
        return host.model?.span
    }

    /// What the line of the artifact reads, unless it holds a secret.
    private func quote(_ finding: Finding) -> String {
        guard let line = finding.line else { return "" }
        let lines = self.source(finding.artifact, of: self.subject.hosts[finding.host]).line(line)
        return "\(finding.artifact):\(line) reads '\(lines)'"
    }

    private func source(_ artifact: Artifact.Name, of host: LintHost) -> SourceFile {
        let name = host.path.isEmpty ? artifact.rawValue : "\(host.path)/\(artifact.rawValue)"
        switch artifact {
        case .configuration: return SourceFile(name: name, text: SecretMask.text(of: host.bytes))
        case .ruleset: return SourceFile(name: name, text: host.rules?.text ?? "")
        default: return SourceFile(name: name, text: "")
        }
    }

    private static func wholeLine(_ number: Int, in source: SourceFile) -> SourceSpan {
        let line = source.line(number)
        let indent = line.unicodeScalars.prefix { $0 == " " || $0 == "\t" }.count
        return SourceSpan(
            start: SourcePosition(line: number, column: indent + 1),
            end: SourcePosition(line: number, column: line.unicodeScalars.count + 1)
        )
    }
}
