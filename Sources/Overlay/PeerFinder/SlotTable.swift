/// The slots by their connections.
struct SlotTable: Sendable {
    private var index: PlaceIndex
    private var places: [Slot?] = []
    private var freePlaces: [Int] = []

    /// - Parameter secret: See `PlaceIndex`.
    init(secret: UInt64) {
        self.index = PlaceIndex(secret: secret)
    }

    var isEmpty: Bool {
        self.index.count == 0
    }

    var values: [Slot] {
        self.places.compactMap { $0 }
    }

    /// Changes a slot where it lies, if it is there.
    mutating func change(_ id: ConnectionID, _ change: (inout Slot) -> Void) {
        guard let place = self.index[id.rawValue] else { return }
        if case .some(var slot) = self.places[place] {
            change(&slot)
            self.places[place] = slot
        }
    }

    subscript(id: ConnectionID) -> Slot? {
        _read {
            if let place = self.index[id.rawValue] { yield self.places[place] } else { yield nil }
        }
        _modify {
            let place = self.index[id.rawValue] ?? self.freePlaces.last ?? self.places.count
            if place == self.places.count { self.places.append(nil) }
            let wasThere = self.places[place] != nil
            yield &self.places[place]
            switch (wasThere, self.places[place] != nil) {
            case (false, true):
                self.index.insert(id.rawValue, at: place)
                if self.freePlaces.last == place { self.freePlaces.removeLast() }
            case (true, false):
                self.index.remove(id.rawValue)
                self.freePlaces.append(place)
            case (false, false):
                if self.freePlaces.last != place { self.freePlaces.append(place) }
            case (true, true):
                break
            }
        }
    }

    mutating func removeValue(forKey id: ConnectionID) -> Slot? {
        guard let place = self.index.remove(id.rawValue) else { return nil }
        self.freePlaces.append(place)
        return self.places[place].take()
    }
}
