/// The ends of connections on one shore, each at a place that it keeps as long as it is there.
struct EndTable: Sendable {
    let shore: Shore.Name
    private var places: [CircuitEnd] = []
    private var freePlaces: [Int] = []
    private var nextSerial: UInt32 = 0

    init(shore: Shore.Name) {
        self.shore = shore
    }

    subscript(place: Int) -> CircuitEnd {
        _read { yield self.places[place] }
        _modify { yield &self.places[place] }
    }

    /// Where an end lies; `nil` if it is no longer there.
    func place(of name: EndName) -> Int? {
        self.places[name.place].serial == name.serial ? name.place : nil
    }

    func name(at place: Int) -> EndName {
        EndName(shore: self.shore, place: place, serial: self.places[place].serial)
    }

    mutating func insert(_ make: (_ serial: UInt32) -> CircuitEnd) -> EndName {
        let end = make(self.nextSerial)
        self.nextSerial += 1
        let place = self.freePlaces.popLast() ?? self.places.count
        if place == self.places.count { self.places.append(end) } else { self.places[place] = end }
        return EndName(shore: self.shore, place: place, serial: end.serial)
    }

    /// Gives a place to others. Until one of them takes it, its end is still there, but closed.
    mutating func free(_ place: Int) {
        self.freePlaces.append(place)
    }
}
