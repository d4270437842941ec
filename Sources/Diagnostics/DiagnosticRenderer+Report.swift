extension DiagnosticRenderer {
    /// Renders the diagnostics of several files, sorted by file and place.
    ///
    /// - Returns: Lines that each end in a line feed, the last one counting; empty if there is nothing to say.
    package func render(_ report: DiagnosticReport) -> String {
        guard !report.isEmpty else { return "" }
        let (shown, left) = report.limited(to: Self.limit)
        var blocks = shown.files.flatMap { file in file.diagnostics.map { self.render($0, in: file.source) } }
        let more = Diagnostic.Severity.allCases.compactMap { severity in
            left[severity].map { "\($0) more \(severity.rawValue)\($0 == 1 ? "" : "s")" }
        }
        if !more.isEmpty { blocks.append("… and \(more.joined(separator: ", "))\n") }
        blocks.append(report.counts + "\n")
        return blocks.joined(separator: "\n")
    }
}
