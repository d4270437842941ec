import Overlay

/// The last votes that came to a shore from elsewhere, each in one buffer of the shore's own.
///
/// All who hold a buffer count themselves in it. Were that of a vote, which goes to everybody, the same on all shores, the threads that run
/// them would wait for each other's counting with every letter.
struct LetterMemory: Sendable {
    private static let capacity = 64

    private var letters = [Item.Letter](
        repeating: Item.Letter(bytes: [], fingerprint: 0),
        count: Self.capacity
    )

    /// The same letter, in a buffer that this shore has for itself.
    mutating func own(_ letter: Item.Letter) -> Item.Letter {
        guard VoteID(letter.bytes, fingerprint: letter.fingerprint) != nil else { return letter }
        let place = Int(truncatingIfNeeded: letter.fingerprint >> 32) & (Self.capacity - 1)
        let known = self.letters[place]
        if known.fingerprint == letter.fingerprint, known.bytes == letter.bytes { return known }
        let copy = letter.bytes.withUnsafeBufferPointer { Array($0) }
        self.letters[place] = Item.Letter(bytes: copy, fingerprint: letter.fingerprint)
        return self.letters[place]
    }
}
