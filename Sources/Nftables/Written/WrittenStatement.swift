/// A statement of a text in nft syntax, or what stands before the brace that opens a block.
///
/// Source: nft(8), "Lexical conventions": statements end at a line end or a semicolon outside of braces.
package struct WrittenStatement: Hashable, Sendable {
    /// Of its first word, from 1.
    package let line: Int
    /// In order; those inside of braces are left out, and a quoted one has its quotes.
    package internal(set) var words: [String]

    package init(line: Int, words: [String]) {
        self.line = line
        self.words = words
    }

    /// What `comment "…"` at its end says; `nil` if there is none.
    var comment: String? {
        guard let place = self.words.lastIndex(of: "comment"), self.words.indices.contains(place + 1) else {
            return nil
        }
        let quoted = self.words[place + 1]
        return quoted.hasPrefix("\"") ? String(quoted.dropFirst().dropLast()) : quoted
    }
}
