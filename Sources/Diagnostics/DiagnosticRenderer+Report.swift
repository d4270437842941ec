extension DiagnosticRenderer {
    /// Renders the diagnostics of several files, sorted by file and place.
    ///
    /// - Returns: Lines that each end in a line feed, the last one counting; empty if there is nothing to say.
    package func render(_ report: DiagnosticReport) -> String {
        report.isEmpty ? "" : (self.blocks(report) + [report.counts + "\n"]).joined(separator: "\n")
    }

    /// One text for each diagnostic that is shown, and one for those that are not.
    package func blocks(_ report: DiagnosticReport) -> [String] {
        let (shown, left) = report.limited(to: Self.limit)
        let blocks = shown.files.flatMap { file in file.diagnostics.map { self.render($0, in: file.source) } }
        let more = Diagnostic.Severity.allCases.compactMap { severity in
            left[severity].map { "\($0) more \(severity.rawValue)\($0 == 1 ? "" : "s")" }
        }
        return more.isEmpty ? blocks : blocks + ["… and \(more.joined(separator: ", "))\n"]
    }
}
