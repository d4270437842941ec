internal import Diagnostics
internal import Skywelld

/// Blanks secrets that stand in a topology, so that no excerpt ever shows one.
///
/// Diagnostics quote the line that they are about. A secret has no business there, but a user who puts it there must not
/// find it in a terminal's history or a log as well.
struct SecretMask {
    /// Keys whose values are secrets unless they say where one comes from.
    private static let secretKeys: Set<String> = Set(
        KnownSections.all.filter(\.isSecret).map(\.name)
    ).union(SectionCheck.secretPortKeys)
    /// What stands for each character of a secret.
    private static let blank: Unicode.Scalar = "*"

    /// Shorter texts are not looked for in messages: they would be found in words that are none of their business.
    private static let minimumLength = 6

    private let source: SourceFile
    private var spans: [SourceSpan] = []
    private var texts: Set<String> = []

    /// Finds the secrets of a topology.
    ///
    /// - Parameters:
    ///   - source: The text of a topology.
    ///   - root: Its tree; `nil` if it is not YAML, and then only what looks like a seed is found.
    init(_ source: SourceFile, _ root: YAMLNode?) {
        self.source = source
        if let root { self.search(root, isSecret: false) }
        self.searchSeeds()
    }

    /// The source with every secret blanked, column by column.
    var shown: SourceFile {
        self.spans.isEmpty ? self.source : SourceFile(name: self.source.name, text: self.masked())
    }

    /// A diagnostic without the secrets that it may repeat.
    func masked(_ diagnostic: Diagnostic) -> Diagnostic {
        guard !self.texts.isEmpty else { return diagnostic }
        return Diagnostic(
            diagnostic.severity,
            diagnostic.code,
            self.masked(diagnostic.message),
            at: diagnostic.span,
            label: self.masked(diagnostic.label),
            labels: diagnostic.labels.map { Diagnostic.Label(self.masked($0.text), at: $0.span) },
            help: diagnostic.help.map(self.masked)
        )
    }

    private func masked(_ text: String) -> String {
        self.texts.sorted().reduce(text) { Self.replace($1, in: $0) }
    }

    private static func replace(_ secret: String, in text: String) -> String {
        let (haystack, needle) = (Array(text.unicodeScalars), Array(secret.unicodeScalars))
        var result = String.UnicodeScalarView()
        var index = 0
        while index < haystack.count {
            if haystack[index...].starts(with: needle) {
                result.append(contentsOf: "***".unicodeScalars)
                index += needle.count
            } else {
                result.append(haystack[index])
                index += 1
            }
        }
        return String(result)
    }

    private mutating func add(_ text: String, at span: SourceSpan) {
        self.spans.append(span)
        if text.utf8.count >= Self.minimumLength { self.texts.insert(text) }
    }

    private mutating func search(_ node: YAMLNode, isSecret: Bool) {
        switch node.content {
        case .scalar(let text, _):
            let isShown = !isSecret || text.isEmpty || node.isNothing || SecretReader.isReference(text)
            let isPassword = SectionCheck.secretKey(ofLine: text) != nil
            if !isShown || isPassword { self.add(text, at: node.span) }
        case .sequence(let items):
            for item in items { self.search(item, isSecret: isSecret) }
        case .mapping(let entries):
            for entry in entries {
                self.search(entry.value, isSecret: isSecret || Self.secretKeys.contains(entry.key.value))
            }
        case .refused: break
        }
    }

    /// Finds words that are seeds, wherever they stand.
    private mutating func searchSeeds() {
        for (number, line) in self.source.lines.enumerated() where line.utf8.count >= Self.seedLength.lowerBound {
            var column = 1
            var word = ""
            for scalar in line.unicodeScalars {
                if scalar.isASCII,
                    scalar.properties.isAlphabetic || NameRule.isDigit(UInt8(truncatingIfNeeded: scalar.value))
                {
                    word.unicodeScalars.append(scalar)
                } else {
                    self.check(word, line: number + 1, end: column)
                    word = ""
                }
                column += 1
            }
            self.check(word, line: number + 1, end: column)
        }
    }

    /// Around 29 characters. Source: skywelld reference §1.1.
    private static let seedLength = 25...33

    private mutating func check(_ word: String, line: Int, end: Int) {
        let length = word.utf8.count
        guard Self.seedLength.contains(length), word.hasPrefix("s"), Seed(base58: word) != nil else { return }
        let place = SourcePosition(line: line, column: end)
        self.add(word, at: SourceSpan(start: place.advanced(by: -length), end: place))
    }

    private func masked() -> String {
        let byLine = Dictionary(
            grouping: self.spans.flatMap { span in (span.start.line...span.end.line).map { ($0, span) } },
            by: \.0
        )
        return self.source.lines.enumerated().map { index, line in
            guard let spans = byLine[index + 1] else { return String(line) }
            var text = String.UnicodeScalarView()
            for (offset, scalar) in line.unicodeScalars.enumerated() {
                let place = SourcePosition(line: index + 1, column: offset + 1)
                let isSecret = spans.contains { $0.1.start <= place && place < $0.1.end }
                text.append(isSecret && scalar != " " ? Self.blank : scalar)
            }
            return String(text)
        }.joined(separator: "\n")
    }
}
