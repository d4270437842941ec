import Diagnostics
import Testing

@Suite struct DiagnosticCollectorTests {
    private static let code = Diagnostic.Code(rawValue: "T001")

    private static func span(_ line: Int) -> SourceSpan {
        let start = SourcePosition(line: line, column: 1)
        return SourceSpan(start: start, end: start.advanced(by: 1))
    }

    @Test("keeps what it is given in order, and knows whether there is an error")
    func keepsOrder() {
        var collector = DiagnosticCollector()
        collector.append(.warning(Self.code, "first", at: Self.span(2)))
        #expect(!collector.hasErrors)
        collector.append(.error(Self.code, "second", at: Self.span(1)))
        #expect(collector.hasErrors)
        #expect(collector.diagnostics.map(\.message) == ["first", "second"])
    }

    @Test("keeps the same code at the same place once")
    func keepsOnce() {
        var collector = DiagnosticCollector()
        collector.append(.error(Self.code, "first", at: Self.span(1)))
        collector.append(.error(Self.code, "again", at: Self.span(1)))
        collector.append(.error(Self.code, "elsewhere", at: Self.span(2)))
        collector.append(.error(.init(rawValue: "T002"), "another", at: Self.span(1)))
        collector.append(.error(Self.code, "of the file", at: nil))
        collector.append(.error(Self.code, "of the file, too", at: nil))
        let expected = ["first", "elsewhere", "another", "of the file", "of the file, too"]
        #expect(collector.diagnostics.map(\.message) == expected)
    }

    @Test("after the limit there is one diagnostic more, which says so; warnings leave room for errors")
    func stopsAtLimit() {
        var collector = DiagnosticCollector()
        for line in 1...(DiagnosticCollector.limit * 2) {
            collector.append(.warning(Self.code, "w", at: Self.span(line)))
        }
        #expect(collector.diagnostics.count == DiagnosticCollector.limit + 1)
        #expect(collector.diagnostics.last?.code == .tooManyProblems)
        #expect(collector.diagnostics.last?.severity == .warning)
        #expect(!collector.hasErrors)
        collector.append(.error(Self.code, "e", at: nil))
        #expect(collector.hasErrors)
        #expect(collector.diagnostics.last?.message == "e")
    }

    @Test("suggests near misses, but not without end")
    func limitsSuggestions() {
        var collector = DiagnosticCollector()
        for _ in 0..<DiagnosticCollector.suggestionLimit {
            #expect(collector.suggestion(for: "rle", in: ["role"]) == "role")
        }
        #expect(collector.suggestion(for: "rle", in: ["role"]) == nil)
    }
}
