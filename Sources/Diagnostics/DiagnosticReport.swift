/// Everything that one run has to say, about several files.
package struct DiagnosticReport: Sendable {
    /// Sorted by the files' names; each name once.
    package let files: [FileDiagnostics]

    /// - Parameter files: In any order; the same file may come several times, such as from the reader and the linter.
    package init(_ files: [FileDiagnostics]) {
        var positions: [String: Int] = [:]
        var joined: [FileDiagnostics] = []
        for file in files {
            if let position = positions[file.source.name] {
                joined[position].diagnostics += file.diagnostics
            } else {
                positions[file.source.name] = joined.count
                joined.append(file)
            }
        }
        self.files = joined.sorted { $0.source.name < $1.source.name }.map { file in
            FileDiagnostics(Self.byPlace(file.diagnostics), in: file.source)
        }
    }

    /// How many diagnostics of a severity there are.
    package func count(_ severity: Diagnostic.Severity) -> Int {
        self.files.reduce(0) { $0 + $1.diagnostics.count { $0.severity == severity } }
    }

    package var isEmpty: Bool { self.files.allSatisfy(\.diagnostics.isEmpty) }

    /// Such as "1 warning, 2 notes": what there is none of is left out.
    package var counts: String {
        Diagnostic.Severity.allCases.compactMap { severity -> String? in
            let count = self.count(severity)
            return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
        }.joined(separator: ", ")
    }

    /// Such as "no errors, 1 warning, 2 notes": like ``counts``, and errors are named even if there are none.
    package var summary: String {
        self.count(.error) > 0
            ? self.counts : ["no errors", self.counts].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// The report with at most so many diagnostics: errors go before warnings, and these before notes.
    ///
    /// - Returns: What is left, in order of file and place, and how many of each severity are not in it.
    package func limited(to limit: Int) -> (report: DiagnosticReport, left: [Diagnostic.Severity: Int]) {
        var room = limit
        var kept = self.files.map { FileDiagnostics(in: $0.source) }
        var left: [Diagnostic.Severity: Int] = [:]
        for severity in Diagnostic.Severity.allCases {
            for (index, file) in self.files.enumerated() {
                let candidates = file.diagnostics.filter { $0.severity == severity }
                let taken = candidates.prefix(room)
                room -= taken.count
                kept[index].diagnostics += taken
                if taken.count < candidates.count { left[severity, default: 0] += candidates.count - taken.count }
            }
        }
        return (DiagnosticReport(kept), left)
    }

    /// Problems of the file as a whole come first; of one place the worst does.
    private static func byPlace(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        let top = SourcePosition(line: 0, column: 0)
        return diagnostics.enumerated().sorted { first, second in
            let (left, right) = (first.element.span?.start ?? top, second.element.span?.start ?? top)
            if left != right { return left < right }
            let (a, b) = (first.element.severity.rank, second.element.severity.rank)
            return a != b ? a < b : first.offset < second.offset
        }.map(\.element)
    }
}

extension Diagnostic.Severity {
    /// 0 for what matters most.
    fileprivate var rank: Int {
        switch self {
        case .error: 0
        case .warning: 1
        case .note: 2
        }
    }
}
