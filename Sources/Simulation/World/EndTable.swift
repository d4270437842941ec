import Overlay

/// The ends of circuits that one actor holds, by its own numbers for them.
///
/// While an actor holds an end, its circuit keeps its place, so the place alone says which it is.
struct EndTable: Sendable {
    // Nobody attacks this one, and a run is to be the same each time.
    private var index = PlaceIndex(secret: 0x9E37_79B9_7F4A_7C15)

    subscript(id: ConnectionID) -> EndNumber? {
        self.index[id.rawValue].map { EndNumber(rawValue: $0) }
    }

    mutating func insert(_ id: ConnectionID, _ end: Circuit.End) {
        self.index.insert(id.rawValue, at: EndNumber(end).rawValue)
    }

    mutating func remove(_ id: ConnectionID) {
        self.index.remove(id.rawValue)
    }

    /// All of them, in an order that only earlier events decide.
    func all(_ circuits: [Circuit]) -> [Circuit.End] {
        self.index.places.map { EndNumber(rawValue: $0).end(circuits) }
    }
}

/// Place and side of an end in one number.
struct EndNumber: Sendable {
    let rawValue: Int

    init(rawValue: Int) {
        self.rawValue = rawValue
    }

    init(_ end: Circuit.End) {
        self.rawValue = end.place * 2 + end.side.rawValue
    }

    func end(_ circuits: [Circuit]) -> Circuit.End {
        let place = self.rawValue / 2
        return Circuit.End(
            place: place,
            serial: circuits[place].serial,
            side: self.rawValue % 2 == 0 ? .dialler : .acceptor
        )
    }
}
