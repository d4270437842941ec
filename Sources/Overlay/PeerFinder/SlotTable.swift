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

    /// - Parameter guess: Where it probably is: connections come and go in both tables at once.
    func place(of id: ConnectionID, near guess: Int? = nil) -> Int? {
        if let guess, guess < self.places.count, self.places[guess]?.id == id { return guess }
        return self.index[id.rawValue]
    }

    /// What is at a place.
    subscript(at place: Int) -> Slot? {
        _read { yield self.places[place] }
        _modify { yield &self.places[place] }
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

    // MARK: - Reading ahead

    var warmth: Int {
        self.places.count
    }

    /// Reads what an announcement needs of the slot that is probably at a place.
    func warmth(at place: Int) -> Int {
        place < self.places.count ? self.places[place]?.column ?? 0 : 0
    }
}
