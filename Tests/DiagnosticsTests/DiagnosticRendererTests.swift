import Diagnostics
import Testing

@Suite struct DiagnosticRendererTests {
    private static let source = SourceFile(
        name: "topology.yaml",
        text: """
            picket: 1
            network: quickstart

            hosts:
              validator-1: { role: validator, internet: 198.51.100.10 }
            """
    )

    private static func span(_ line: Int, _ columns: Range<Int>) -> SourceSpan {
        SourceSpan(
            start: SourcePosition(line: line, column: columns.lowerBound),
            end: SourcePosition(line: line, column: columns.upperBound)
        )
    }

    private static func code(_ text: String) -> Diagnostic.Code {
        Diagnostic.Code(rawValue: text)
    }

    private static func render(
        _ diagnostics: Diagnostic...,
        in source: SourceFile = Self.source,
        color: DiagnosticRenderer.Color = .never
    ) -> String {
        DiagnosticRenderer(color: color).render(diagnostics, in: source)
    }

    /// The excerpt alone: what is behind the gutter.
    private static func excerpt(of text: String, _ columns: Range<Int>, label: String = "") -> [String] {
        let source = SourceFile(name: "f", text: text)
        let diagnostic = Diagnostic.error(Self.code("T001"), "m", at: Self.span(1, columns), label: label)
        return Self.render(diagnostic, in: source).split(separator: "\n").dropFirst(3).prefix(2).map {
            String($0.dropFirst(5))
        }
    }

    private static let publicValidator = Diagnostic.error(
        Self.code("T031"),
        "validator 'validator-1' is attached to a public segment",
        at: Self.span(5, 35..<58),
        label: "'internet' is public",
        labels: [.init("because this host is a validator", at: Self.span(5, 24..<33))],
        help: "remove 'internet'; a validator reaches the network through its sentries"
    )

    @Test("shows code, message, place, excerpt, both marks and help")
    func rendersWhole() {
        let expected = """
            error[T031]: validator 'validator-1' is attached to a public segment
              --> topology.yaml:5:35
               |
             5 |   validator-1: { role: validator, internet: 198.51.100.10 }
               |                        ---------  ^^^^^^^^^^^^^^^^^^^^^^^ 'internet' is public
               |                        because this host is a validator
            help: remove 'internet'; a validator reaches the network through its sentries

            1 error

            """
        #expect(Self.render(Self.publicValidator) == expected)
    }

    @Test("shows further lines in order, with dots for what is left out")
    func rendersSeveralLines() {
        let diagnostic = Diagnostic.warning(
            Self.code("T002"),
            "m",
            at: Self.span(4, 1..<6),
            labels: [.init("far", at: Self.span(1, 1..<7)), .init("near", at: Self.span(5, 3..<14))]
        )
        let expected = """
            warning[T002]: m
              --> topology.yaml:4:1
               |
             1 | picket: 1
               | ------ far
            ...
             4 | hosts:
               | ^^^^^
             5 |   validator-1: { role: validator, internet: 198.51.100.10 }
               |   ----------- near

            1 warning

            """
        #expect(Self.render(diagnostic) == expected)
    }

    @Test("hangs the texts of several marks below each other, right to left")
    func hangsLabels() {
        let diagnostic = Diagnostic.error(
            Self.code("T003"),
            "m",
            at: Self.span(5, 3..<14),
            label: "one",
            labels: [.init("two", at: Self.span(5, 18..<22)), .init("three", at: Self.span(5, 24..<33))]
        )
        let lines = Self.render(diagnostic).split(separator: "\n").dropFirst(4).prefix(3)
        #expect(
            lines == [
                "   |   ^^^^^^^^^^^    ----  --------- three",
                "   |   |              two",
                "   |   one",
            ]
        )
    }

    @Test("a mark over another one leaves the primary visible")
    func primaryWins() {
        let diagnostic = Diagnostic.error(
            Self.code("T004"),
            "m",
            at: Self.span(1, 3..<5),
            labels: [.init("", at: Self.span(1, 1..<10))]
        )
        #expect(Self.render(diagnostic).contains("   | --^^-----\n"))
    }

    @Test("the gutter is as wide as the largest line number")
    func widensGutter() {
        let source = SourceFile(name: "f", text: String(repeating: "a\n", count: 120))
        let label = Diagnostic.Label("", at: Self.span(9, 1..<2))
        let diagnostic = Diagnostic.error(Self.code("T005"), "m", at: Self.span(120, 1..<2), labels: [label])
        let lines = Self.render(diagnostic, in: source).split(separator: "\n").prefix(6)
        let expected = ["error[T005]: m", "    --> f:120:1", "     |", "   9 | a", "     | -", "..."]
        #expect(lines.map(String.init) == expected)
    }

    @Test("a problem of the whole file has no excerpt and comes first")
    func rendersWithoutSpan() {
        let whole = Diagnostic.error(Self.code("T006"), "the file is empty", at: nil, help: "write something")
        let placed = Diagnostic.note(at: Self.span(1, 1..<2))
        let expected = """
            error[T006]: the file is empty
              --> topology.yaml
            help: write something

            note[T000]: m
              --> topology.yaml:1:1
               |
             1 | picket: 1
               | ^

            1 error, 1 note

            """
        #expect(Self.render(placed, whole) == expected)
    }

    @Test("sorts by place and counts each severity at the end")
    func sortsByPlace() {
        let text = Self.render(
            .warning(Self.code("T3"), "m", at: Self.span(2, 4..<5)),
            .error(Self.code("T2"), "m", at: Self.span(2, 1..<2)),
            .error(Self.code("T1"), "m", at: Self.span(1, 9..<10))
        )
        let heads = text.split(separator: "\n").filter { $0.contains("]: ") }
        #expect(heads == ["error[T1]: m", "error[T2]: m", "warning[T3]: m"])
        #expect(text.hasSuffix("\n\n2 errors, 1 warning\n"))
    }

    @Test("says nothing when there is nothing to say")
    func rendersNothing() {
        #expect(Self.render().isEmpty)
    }

    @Test("shows fifty, errors first, and counts the rest")
    func limitsOutput() {
        let warnings = (1...40).map { Diagnostic.warning(Self.code("W\($0)"), "m", at: Self.span(1, 1..<2)) }
        let errors = (1...49).map { Diagnostic.error(Self.code("E\($0)"), "m", at: Self.span(2, 1..<2)) }
        let text = DiagnosticRenderer(color: .never).render(warnings + errors, in: Self.source)
        #expect(text.split(separator: "\n").count { $0.contains("]: ") } == DiagnosticRenderer.limit)
        #expect(text.split(separator: "\n").count { $0.hasPrefix("warning[") } == 1)
        #expect(text.hasSuffix("\n\n… and 39 more warnings\n\n49 errors, 40 warnings\n"))
    }

    @Test("colours marks and kinds, and nothing when told not to")
    func colours() {
        let coloured = Self.render(Self.publicValidator, color: .always)
        #expect(coloured.hasPrefix("\u{1b}[1;31merror[T031]\u{1b}[0m"))
        #expect(coloured.contains("\u{1b}[34m---------\u{1b}[0m  \u{1b}[31m^^^^^^^^^^^^^^^^^^^^^^^\u{1b}[0m"))
        #expect(!Self.render(Self.publicValidator).contains("\u{1b}"))
        let plain = coloured.replacing(/\u{1b}\[[0-9;]*m/, with: "")
        #expect(plain == Self.render(Self.publicValidator))
    }

    @Test("shows control, invisible and direction-changing characters instead of sending them")
    func escapesHostileSource() {
        #expect(Self.excerpt(of: "a\u{1b}[31mb", 8..<9) == [#"a\u{1b}[31mb"#, "            ^"])
        #expect(Self.excerpt(of: "a\u{202e}b", 2..<3) == [#"a\u{202e}b"#, " ^^^^^^^^"])
        #expect(Self.excerpt(of: "\u{0}\u{7f}\u{9b}\u{e000}", 1..<2).first == #"\u{0}\u{7f}\u{9b}\u{e000}"#)
    }

    @Test("shows hostile characters in messages, labels, help and the file name as well")
    func escapesHostileTexts() {
        let source = SourceFile(name: "a\u{1b}]0;x\u{7}", text: "text")
        let label = Diagnostic.Label("\u{8}", at: Self.span(1, 2..<3))
        let diagnostic = Diagnostic.error(
            Self.code("T1"),
            "\u{1b}[2J\n",
            at: Self.span(1, 1..<2),
            label: "\r",
            labels: [label],
            help: "\u{202e}"
        )
        let text = Self.render(diagnostic, in: source)
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
        #expect(text.hasPrefix(#"error[T1]: \u{1b}[2J\u{a}"#))
        #expect(text.contains(#"help: \u{202e}"#))
    }

    @Test("a tab is as wide as it looks")
    func alignsTabs() {
        #expect(Self.excerpt(of: "a\tb\tc", 3..<4) == ["a   b   c", "    ^"])
        #expect(Self.excerpt(of: "a\tb", 2..<3) == ["a   b", " ^^^"])
    }

    @Test("wide characters take two columns, combining ones none")
    func alignsWideCharacters() {
        #expect(Self.excerpt(of: "日本x", 3..<4) == ["日本x", "    ^"])
        #expect(Self.excerpt(of: "e\u{301}x", 3..<4) == ["e\u{301}x", " ^"])
    }

    @Test("a place at or behind the end of the line is still marked", arguments: [4..<4, 9..<9, 4..<100])
    func marksMissingText(columns: Range<Int>) {
        #expect(Self.excerpt(of: "abc", columns) == ["abc", "   ^"])
    }

    @Test("a span over several lines is marked to the end of its first")
    func marksFirstLine() {
        let span = SourceSpan(start: SourcePosition(line: 1, column: 9), end: SourcePosition(line: 5, column: 2))
        #expect(Self.render(.error(Self.code("T1"), "m", at: span)).contains("\n   |         ^\n"))
    }

    @Test("cuts a long line around the place")
    func clipsLongLines() {
        let text = String(repeating: "a", count: 1_000) + "HERE" + String(repeating: "b", count: 1_000)
        let lines = Self.excerpt(of: text, 1_001..<1_005, label: "this")
        let expected = "…" + String(repeating: "a", count: 60) + "HERE" + String(repeating: "b", count: 96) + "…"
        #expect(lines == [expected, String(repeating: " ", count: 61) + "^^^^ this"])
    }

    @Test("a long line is cut at one end only when the place is near the other")
    func clipsOneEnd() {
        let text = "HERE" + String(repeating: "b", count: 157)
        #expect(Self.excerpt(of: text, 1..<5) == [text.dropLast() + "…", "^^^^"])
        #expect(Self.excerpt(of: text, 161..<162).first == "…" + text.dropFirst())
        #expect(Self.excerpt(of: String(text.dropLast()), 1..<5).first == String(text.dropLast()))
    }

    @Test("cuts a message that is as long as the file")
    func clipsMessages() {
        let text = Self.render(.error(Self.code("T1"), String(repeating: "x", count: 100_000), at: nil))
        #expect(text.utf8.count < 1_000)
        #expect(text.contains("xxx…\n"))
    }
}

extension Diagnostic {
    fileprivate static func note(at span: SourceSpan) -> Diagnostic {
        Diagnostic(.note, Code(rawValue: "T000"), "m", at: span)
    }
}
