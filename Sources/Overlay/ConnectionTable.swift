/// The connections of a machine, each at a place that it keeps as long as it is there.
///
/// What happens all the time changes a connection where it lies; moving one in and out of a table costs more than most
/// messages.
struct ConnectionTable: Sendable {
    private var index: PlaceIndex
    private var places: [Connection] = []
    private var freePlaces: [Int] = []

    /// - Parameter secret: See `PlaceIndex`.
    init(secret: UInt64) {
        self.index = PlaceIndex(secret: secret)
    }

    var count: Int {
        self.index.count
    }

    func place(of id: ConnectionID) -> Int? {
        self.index[id.rawValue]
    }

    /// The place of the connection that a deadline is for, if it still holds.
    func place(of deadline: DeadlineQueue.Entry) -> Int? {
        self.place(of: deadline.id).flatMap { self.places[$0].scheduled == deadline.time ? $0 : nil }
    }

    /// The connection at a place that is taken.
    subscript(at place: Int) -> Connection {
        _read { yield self.places[place] }
        _modify { yield &self.places[place] }
    }

    /// When something must be done about a connection, without a look at more of it than that takes.
    func deadline(at place: Int, silence: Duration) -> Duration? {
        self.places[place].pulse.isLinked
            ? self.places[place].pulse.deadline(silence) : self.places[place].deadline(silence: silence)
    }

    subscript(id: ConnectionID) -> Connection? {
        self.place(of: id).map { self.places[$0] }
    }

    /// Whether any connection is like this; those that are taken out are not asked.
    func contains(where isWanted: (Connection) -> Bool) -> Bool {
        self.places.contains { $0.id != Connection.vacant.id && isWanted($0) }
    }

    /// Where connections lie that are like this; those that are taken out are not asked.
    func places(where isWanted: (Connection) -> Bool) -> [Int] {
        self.places.indices.filter { self.places[$0].id != Connection.vacant.id && isWanted(self.places[$0]) }
    }

    mutating func insert(_ connection: Connection) {
        let place: Int
        if let free = self.freePlaces.popLast() {
            place = free
            self.places[place] = connection
        } else {
            place = self.places.count
            self.places.append(connection)
        }
        self.index.insert(connection.id.rawValue, at: place)
    }

    /// Some connection that is like this; those that are taken out are not asked.
    func first(where isWanted: (Connection) -> Bool) -> Connection? {
        self.places.first { $0.id != Connection.vacant.id && isWanted($0) }
    }

    /// Takes a connection out for a change: its buffers then have one owner, and searches find only the others. Its place
    /// is kept for it.
    mutating func takeOut(_ place: Int) -> Connection {
        var connection = Connection.vacant
        swap(&connection, &self.places[place])
        return connection
    }

    mutating func putBack(_ connection: inout Connection, at place: Int) {
        swap(&connection, &self.places[place])
    }

    mutating func remove(_ id: ConnectionID) -> Connection? {
        guard let place = self.index.remove(id.rawValue) else { return nil }
        self.freePlaces.append(place)
        return self.takeOut(place)
    }

    // MARK: - Reading ahead

    var warmth: Int {
        self.places.count
    }

    /// Reads what most messages need of a connection.
    func warmth(at place: Int) -> Int {
        Int(self.places[place].id.rawValue) &+ (self.places[place].pulse.isLinked ? 1 : 0)
            &+ (self.places[place].pulse.latency == nil ? 1 : 0) &+ self.places[place].queue.bytes
            &+ (self.places[place].isWarned ? 1 : 0)
    }

    /// Reads what is known of where the other end is in the ledgers.
    func reportWarmth(at place: Int) -> Int {
        self.places[place].report.warmth
    }
}
