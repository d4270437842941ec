internal import Compiler
internal import Diagnostics

/// Collects what the rules find.
package struct LintFindings: Sendable {
    /// How many findings are kept: a fault in a template repeats at each of ten thousand hosts.
    package static let limit = 50_000

    package private(set) var all: [Finding] = []

    /// The lines of the host that was found fault with last.
    private var last: (host: Int, lines: [LooseConfiguration.Line]) = (-1, [])

    package init() {}

    /// - Parameters:
    ///   - info: The rule's entry, which gives the code and the severity.
    ///   - severity: If it differs from the rule's.
    ///   - host: Where it was found.
    ///   - line: In the artifact, from 1; `nil` if something is missing.
    ///   - place: Where in the topology, if it is not the reason of the line that counts.
    ///   - message: In the user's words, with the host's name.
    mutating func add(
        _ info: DiagnosticInfo,
        as severity: Diagnostic.Severity? = nil,
        _ host: LintHost,
        line: Int? = nil,
        at place: SourceSpan? = nil,
        in artifact: Artifact.Name = .configuration,
        _ message: String,
        label: String = "",
        help: String? = nil
    ) {
        guard self.all.count < Self.limit else { return }
        let secrets = artifact == .configuration ? self.secrets(on: line, of: host) : []
        let hiding = { (text: String) in secrets.reduce(text) { $0.replacing($1, with: "…") } }
        self.all.append(
            Finding(
                code: info.code,
                severity: severity ?? info.severity,
                host: host.index,
                artifact: artifact,
                line: line,
                place: place,
                message: hiding(message),
                label: hiding(label),
                help: help.map(hiding)
            )
        )
    }

    /// What a text about a line must not quote: a mistake in a header puts a seed where another rule expects an address.
    private mutating func secrets(on line: Int?, of host: LintHost) -> [Substring] {
        guard let line else { return [] }
        if self.last.host != host.index { self.last = (host.index, LooseConfiguration(host.bytes).lines) }
        return self.last.lines.indices.contains(line - 1) ? SecretMask.words(of: self.last.lines[line - 1]) : []
    }
}
