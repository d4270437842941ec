/// Finds the places of the entries of a cache: a hash table of two bytes for each, so that it stays in the fastest memory.
///
/// It holds no keys: where it is not sure, it looks at the entry of a place.
struct EndpointIndex: Sendable {
    /// A place plus one, and above it a few bits of the hash; 0 if it is free.
    private typealias Slot = UInt16

    private static let placeBits: UInt16 = 13
    private static let placeMask: UInt16 = 1 << Self.placeBits - 1
    private static let smallestCapacity = 32

    private let multiplier: UInt64
    private var slots = [Slot](repeating: 0, count: Self.smallestCapacity)
    private(set) var count = 0

    /// - Parameter secret: Decides where keys lie, so that nobody who chooses keys can make them lie in one row.
    init(secret: UInt64) {
        self.multiplier = secret | 1
    }

    /// Forgets all keys.
    mutating func removeAll() {
        for index in self.slots.indices { self.slots[index] = 0 }
        self.count = 0
    }

    func place(of key: UInt64, in entries: [some NumberedEntry]) -> Int? {
        let hash = self.hash(key)
        var index = self.home(hash)
        while self.slots[index] != 0 {
            let place = Int(self.slots[index] & Self.placeMask) - 1
            let isLikely = self.slots[index] >> Self.placeBits == Self.tag(hash)
            if isLikely, entries[place].endpointNumber == key { return place }
            index = (index + 1) & (self.slots.count - 1)
        }
        return nil
    }

    /// Remembers a key that is not there yet.
    mutating func insert(_ key: UInt64, at place: Int, in entries: [some NumberedEntry]) {
        precondition(place < Int(Self.placeMask), "\(place) is beyond all places")
        if (self.count + 1) * 2 > self.slots.count {
            let old = self.slots
            self.slots = Array(repeating: 0, count: 2 * old.count)
            for slot in old where slot != 0 {
                let place = Int(slot & Self.placeMask) - 1
                self.put(entries[place].endpointNumber, place)
            }
        }
        self.put(key, place)
        self.count += 1
    }

    /// Forgets the key of a place.
    mutating func remove(at place: Int, in entries: [some NumberedEntry]) {
        let key = entries[place].endpointNumber
        var hole = self.home(self.hash(key))
        while Int(self.slots[hole] & Self.placeMask) != place + 1 {
            guard self.slots[hole] != 0 else { return }
            hole = (hole + 1) & (self.slots.count - 1)
        }
        // What follows moves up, unless that would put it before its home.
        var index = hole
        while true {
            index = (index + 1) & (self.slots.count - 1)
            guard self.slots[index] != 0 else { break }
            let home = self.home(self.hash(entries[Int(self.slots[index] & Self.placeMask) - 1].endpointNumber))
            let distance = (index - home) & (self.slots.count - 1)
            guard distance >= (index - hole) & (self.slots.count - 1) else { continue }
            self.slots[hole] = self.slots[index]
            hole = index
        }
        self.slots[hole] = 0
        self.count -= 1
    }

    private mutating func put(_ key: UInt64, _ place: Int) {
        let hash = self.hash(key)
        var index = self.home(hash)
        while self.slots[index] != 0 { index = (index + 1) & (self.slots.count - 1) }
        self.slots[index] = Slot(place + 1) | Self.tag(hash) << Self.placeBits
    }

    private func hash(_ key: UInt64) -> UInt64 {
        let product = key.multipliedFullWidth(by: self.multiplier)
        return product.low ^ product.high &* self.multiplier
    }

    private func home(_ hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash >> 32) & (self.slots.count - 1)
    }

    private static func tag(_ hash: UInt64) -> Slot {
        Slot(truncatingIfNeeded: hash >> 61)
    }
}

/// What lies at the places of an `EndpointIndex`.
protocol NumberedEntry {
    /// The key: see `Endpoint.number`.
    var endpointNumber: UInt64 { get }
}
