import Diagnostics
import FoundationEssentials
import Testing

@Suite struct DiagnosticReportTests {
    private static let code = Diagnostic.Code(rawValue: "T001")

    private static func span(_ line: Int) -> SourceSpan {
        SourceSpan(start: SourcePosition(line: line, column: 1), end: SourcePosition(line: line, column: 2))
    }

    private static func file(_ name: String, _ diagnostics: [Diagnostic]) -> FileDiagnostics {
        FileDiagnostics(diagnostics, in: SourceFile(name: name, text: "a\nb\nc\n"))
    }

    @Test("files come by name, diagnostics by place, and the worst of one place first")
    func sorts() {
        let report = DiagnosticReport([
            Self.file("b", [.note(Self.code, "3", at: Self.span(2)), .error(Self.code, "2", at: Self.span(2))]),
            Self.file("a", [.warning(Self.code, "1", at: Self.span(9))]),
            Self.file("b", [.note(Self.code, "0", at: nil)]),
        ])
        #expect(report.files.map(\.source.name) == ["a", "b"])
        #expect(report.files.flatMap(\.diagnostics).map(\.message) == ["1", "0", "2", "3"])
    }

    @Test("the summary counts each severity, and says so if there is no error")
    func summary() {
        let warning = Diagnostic.warning(Self.code, "w", at: nil)
        let note = Diagnostic.note(Self.code, "n", at: nil)
        let error = Diagnostic.error(Self.code, "e", at: nil)
        #expect(DiagnosticReport([]).summary == "no errors")
        #expect(DiagnosticReport([Self.file("a", [warning, note, note])]).summary == "no errors, 1 warning, 2 notes")
        #expect(DiagnosticReport([Self.file("a", [error]), Self.file("b", [error])]).summary == "2 errors")
    }

    @Test("of too many diagnostics errors are shown first, and the rest is counted by severity")
    func limits() {
        let notes = (1...40).map { Diagnostic.note(Self.code, "note \($0)", at: Self.span(1)) }
        let errors = (1...30).map { Diagnostic.error(Self.code, "error \($0)", at: Self.span(2)) }
        let report = DiagnosticReport([Self.file("a", notes), Self.file("b", errors)])
        let text = DiagnosticRenderer(color: .never).render(report)
        #expect(text.hasSuffix("… and 20 more notes\n\n30 errors, 40 notes\n"))
        #expect(text.contains("error 30"))
        #expect(text.contains("note 20\n") && !text.contains("note 21\n"))
    }

    @Test("programs get every diagnostic, with places")
    func document() throws {
        let error = Diagnostic.error(
            Self.code,
            "m",
            at: Self.span(2),
            label: "l",
            labels: [.init("because", at: Self.span(1))],
            help: "h"
        )
        let report = DiagnosticReport([Self.file("a", [error] + (1...80).map { .note(Self.code, "\($0)", at: nil) })])
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(DiagnosticDocument(report)), as: UTF8.self)
        #expect(DiagnosticDocument(report).diagnostics.count == 81)
        #expect(text.contains(#""errors":1,"notes":80,"schema":"picket.diagnostics\/1","warnings":0"#))
        #expect(
            text.contains(
                #"{"code":"T001","file":"a","help":"h","label":"l","labels":[{"place":{"column":1,"endColumn":2,"endLine":1,"line":1},"text":"because"}],"message":"m","place":{"column":1,"endColumn":2,"endLine":2,"line":2},"severity":"error"}"#
            )
        )
    }
}
