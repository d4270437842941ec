import Overlay

/// The ends of circuits that one actor holds, by its own numbers for them.
struct EndTable: Sendable, Sequence {
    struct Entry: Sendable {
        let id: ConnectionID
        let end: Circuit.End
    }

    // Nobody attacks this one, and a run is to be the same each time.
    private var index = PlaceIndex(secret: 0x9E37_79B9_7F4A_7C15)
    private var entries: [Entry] = []

    subscript(id: ConnectionID) -> Circuit.End? {
        self.index[id.rawValue].map { self.entries[$0].end }
    }

    mutating func insert(_ end: Circuit.End, as id: ConnectionID) {
        self.index.insert(id.rawValue, at: self.entries.count)
        self.entries.append(Entry(id: id, end: end))
    }

    mutating func remove(_ id: ConnectionID) {
        guard let place = self.index.remove(id.rawValue), let last = self.entries.popLast(), last.id != id else {
            return
        }
        // The last one moves to where the hole is.
        self.entries[place] = last
        self.index.remove(last.id.rawValue)
        self.index.insert(last.id.rawValue, at: place)
    }

    /// In an order that only earlier events decide.
    func makeIterator() -> some IteratorProtocol<Entry> {
        self.entries.makeIterator()
    }
}
