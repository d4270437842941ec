import Diagnostics
import Testing

@Suite struct SourceFileTests {
    @Test("splits lines at line feeds, with or without a carriage return")
    func splitsLines() {
        let file = SourceFile(name: "a", text: "one\ntwo\r\n\nfour")
        #expect(file.lines == ["one", "two", "", "four"])
    }

    @Test("a final line feed begins a last, empty line")
    func endsInEmptyLine() {
        #expect(SourceFile(name: "a", text: "one\n").lines == ["one", ""])
        #expect(SourceFile(name: "a", text: "").lines == [""])
    }

    @Test("a line that does not exist is empty", arguments: [-1, 0, 3, Int.max])
    func missingLine(number: Int) {
        #expect(SourceFile(name: "a", text: "one\ntwo").line(number).isEmpty)
    }

    @Test("only line feeds end a line, so that positions are the same in every editor")
    func keepsOtherLineEnds() {
        #expect(SourceFile(name: "a", text: "a\u{2028}b\u{85}c\rd").lines.count == 1)
    }

    @Test("positions are ordered by line, then by column")
    func ordersPositions() {
        let positions = [(2, 1), (1, 9), (1, 2)].map { SourcePosition(line: $0.0, column: $0.1) }
        #expect(positions.sorted().map(\.description) == ["1:2", "1:9", "2:1"])
    }

    @Test("a span never ends before it starts, and two join to what covers both")
    func spans() {
        let early = SourcePosition(line: 1, column: 2)
        let late = SourcePosition(line: 3, column: 1)
        #expect(SourceSpan(start: late, end: early).end == late)
        let joined = SourceSpan(start: late, end: late).joined(with: SourceSpan(start: early, end: early))
        #expect(joined == SourceSpan(start: early, end: late))
        #expect(joined.description == "1:2..<3:1")
    }
}
