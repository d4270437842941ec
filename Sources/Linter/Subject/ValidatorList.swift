internal import Skywelld

/// What `[validators]` lists. Most hosts of a network have the same list, and share one value of this.
package final class ValidatorList: Sendable {
    /// The first word of each line: a key, or meant to be one.
    let keys: [Substring]
    let distinct: Set<Substring>
    private let texts: [String]

    init(_ lines: [ConfigurationFile.Line]) {
        self.texts = lines.map(\.text)
        self.keys = lines.map(ServerFacts.key)
        self.distinct = Set(self.keys)
    }

    /// Whether other lines say the same, wherever they stand.
    func says(_ lines: [ConfigurationFile.Line]) -> Bool {
        self.texts.count == lines.count && zip(self.texts, lines).allSatisfy { $0 == $1.text }
    }
}
