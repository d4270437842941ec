/// The lines of a file that a diagnostic points at, with the marks under them.
struct SourceExcerpt {
    /// A stretch of one shown line, in display columns counted from 0.
    private struct Mark {
        let columns: Range<Int>
        let text: String
        let isPrimary: Bool
    }

    private let diagnostic: Diagnostic
    private let source: SourceFile
    private let painter: Painter
    /// The numbers of the lines to show, in order.
    private let numbers: [Int]

    init(_ diagnostic: Diagnostic, primary: SourceSpan, in source: SourceFile, painter: Painter) {
        self.diagnostic = diagnostic
        self.source = source
        self.painter = painter
        self.numbers = Set([primary.start.line] + diagnostic.labels.map(\.span.start.line)).sorted()
    }

    /// How many digits the largest line number has.
    var numberWidth: Int {
        String(self.numbers.last ?? 1).count
    }

    /// The excerpt, line by line, gutter included.
    var lines: [String] {
        var result = [self.gutter()]
        var previous: Int?
        for number in self.numbers {
            if let previous, number > previous + 1 { result.append(self.painter.paint("...", .gutter)) }
            result += self.lines(at: number)
            previous = number
        }
        return result
    }

    private func lines(at number: Int) -> [String] {
        let spans = self.spans(at: number)
        // The primary span comes first, if it is on this line.
        let line = DisplayLine(self.source.line(number), focus: spans.first?.span.start.column ?? 1)
        let marks = spans.map { Self.mark(for: $0, on: line) }.sorted { $0.columns.lowerBound < $1.columns.lowerBound }
        let shown = line.text.isEmpty ? "" : " " + line.text
        return [self.gutter(number) + shown] + self.annotations(marks).map { self.gutter() + " " + $0 }
    }

    private func spans(at number: Int) -> [(span: SourceSpan, text: String, isPrimary: Bool)] {
        let primary = self.diagnostic.span.map { [(span: $0, text: self.diagnostic.label, isPrimary: true)] } ?? []
        let others = self.diagnostic.labels.map { (span: $0.span, text: $0.text, isPrimary: false) }
        return (primary + others).filter { $0.span.start.line == number }
    }

    /// A mark is at least one column wide, and ends with its line.
    private static func mark(for label: (span: SourceSpan, text: String, isPrimary: Bool), on line: DisplayLine) -> Mark
    {
        let (start, end) = (label.span.start, label.span.end)
        let lower = line.column(of: start.column)
        let upper = line.column(of: end.line == start.line ? end.column : .max)
        return Mark(
            columns: lower..<max(upper, lower + 1),
            text: TerminalText.safe(label.text),
            isPrimary: label.isPrimary
        )
    }

    /// The line of `^^^^` and `----` with the text of the rightmost mark, then the other texts below their marks.
    private func annotations(_ marks: [Mark]) -> [String] {
        var row = self.underline(marks)
        var hanging = marks.filter { !$0.text.isEmpty }
        if let last = hanging.last, marks.allSatisfy({ $0.columns.upperBound <= last.columns.upperBound }) {
            hanging.removeLast()
            row += " " + self.paint(last.text, of: last)
        }
        var rows = [row]
        while let mark = hanging.popLast() {
            rows.append(self.connectors(hanging, before: mark) + self.paint(mark.text, of: mark))
        }
        return rows
    }

    private func underline(_ marks: [Mark]) -> String {
        let end = marks.map(\.columns.upperBound).max() ?? 0
        var cells = [Character](repeating: " ", count: end)
        for mark in marks where !mark.isPrimary {
            cells.replaceSubrange(mark.columns, with: mark.columns.map { _ in "-" })
        }
        for mark in marks where mark.isPrimary {
            cells.replaceSubrange(mark.columns, with: mark.columns.map { _ in "^" })
        }
        return self.painter.paint(cells, ["^": .primary, "-": .secondary])
    }

    /// Blanks up to a text, with a `|` under each mark whose own text is still to come.
    private func connectors(_ marks: [Mark], before mark: Mark) -> String {
        var cells = [Character](repeating: " ", count: mark.columns.lowerBound)
        for other in marks where other.columns.lowerBound < cells.count { cells[other.columns.lowerBound] = "|" }
        return self.painter.paint(cells, ["|": .secondary])
    }

    private func paint(_ text: String, of mark: Mark) -> String {
        self.painter.paint(text, mark.isPrimary ? .primary : .secondary)
    }

    private func gutter(_ number: Int? = nil) -> String {
        let text = number.map(String.init) ?? ""
        let padding = String(repeating: " ", count: self.numberWidth - text.count)
        return self.painter.paint(" \(padding)\(text) |", .gutter)
    }
}
