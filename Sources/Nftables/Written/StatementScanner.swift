/// Splits a text in nft syntax into statements, without knowing what they mean.
///
/// Source: nft(8), "Lexical conventions". Comments go from `#` to the line end; a backslash before a line end joins
/// lines; quotes keep everything between them together.
struct StatementScanner {
    enum Event {
        case statement(WrittenStatement)
        /// A statement whose last word is the brace that opens its block.
        case opening(WrittenStatement)
        /// The brace that closes the block opened last.
        case closing
    }

    /// A file is read in the middle of a statement, such as the block of a set: what it holds may end that.
    private(set) var includesInside = false

    private let bytes: [UInt8]
    private var place = 0
    private var line = 1
    private var statement = WrittenStatement(line: 1, words: [])
    /// Braces inside of the statement that are open.
    private var depth = 0

    init(_ text: String) {
        self.bytes = Array(text.utf8)
    }

    /// The next event; `nil` at the end of the text.
    ///
    /// - Parameter opensBlock: Whether a brace after these words opens a block of further statements.
    mutating func next(opensBlock: (WrittenStatement) -> Bool) -> Event? {
        while self.place < self.bytes.count {
            let byte = self.bytes[self.place]
            switch byte {
            case UInt8(ascii: "\n"):
                self.place += 1
                let ended = self.depth == 0 ? self.take() : nil
                self.line += 1
                if let ended { return .statement(ended) }
            case UInt8(ascii: ";"):
                self.place += 1
                if self.depth == 0, let ended = self.take() { return .statement(ended) }
            case UInt8(ascii: "{"):
                self.place += 1
                if self.depth == 0, opensBlock(self.statement) {
                    return .opening(self.take() ?? WrittenStatement(line: self.line, words: []))
                }
                self.depth += 1
            case UInt8(ascii: "}"):
                if self.depth == 0 {
                    // A last statement may end here; then the brace is read again.
                    if let ended = self.take() { return .statement(ended) }
                    self.place += 1
                    return .closing
                }
                self.place += 1
                self.depth -= 1
            case UInt8(ascii: "#"): self.skipComment()
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): self.place += 1
            case UInt8(ascii: "\\") where self.place + 1 < self.bytes.count && self.bytes[self.place + 1] == 0x0A:
                self.place += 2
                self.line += 1
            default: self.takeWord()
            }
        }
        return self.take().map { .statement($0) }
    }

    private mutating func take() -> WrittenStatement? {
        guard !self.statement.words.isEmpty else { return nil }
        defer { self.statement = WrittenStatement(line: self.line, words: []) }
        return self.statement
    }

    private mutating func skipComment() {
        while self.place < self.bytes.count, self.bytes[self.place] != UInt8(ascii: "\n") { self.place += 1 }
    }

    private mutating func takeWord() {
        let start = self.place
        let firstLine = self.line
        if self.bytes[start] == UInt8(ascii: "\"") {
            self.place += 1
            while self.place < self.bytes.count, self.bytes[self.place] != UInt8(ascii: "\"") {
                if self.bytes[self.place] == UInt8(ascii: "\n") { self.line += 1 }
                self.place += 1
            }
            self.place = min(self.place + 1, self.bytes.count)
        } else {
            self.place += 1
            while self.place < self.bytes.count, !Self.endsWord(self.bytes[self.place]) { self.place += 1 }
        }
        let word = self.bytes[start..<self.place]
        // Elements of sets decide nothing about where a rule stands.
        guard self.depth == 0 else {
            if word.elementsEqual("include".utf8) { self.includesInside = true }
            return
        }
        if self.statement.words.isEmpty { self.statement = WrittenStatement(line: firstLine, words: []) }
        self.statement.words.append(String(decoding: word, as: UTF8.self))
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x0A, 0x0D, 0x20, UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "\""),
            UInt8(ascii: "#"), UInt8(ascii: "\\"):
            true
        default: false
        }
    }
}
