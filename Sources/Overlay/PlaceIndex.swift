/// Finds the place of something in an array by a number that names it: a hash table of pairs, with open addressing.
///
/// A dictionary with its hash that no attacker can guess costs several times as much, and is what a node would spend most
/// of its time on. Here the multiplier is the secret: each machine draws its own.
package struct PlaceIndex: Sendable {
    private struct Pair {
        var key: UInt64
        /// Negative if the pair is free.
        var place: Int32
    }

    private static let smallestCapacity = 16

    private let multiplier: UInt64
    private var pairs: [Pair]
    /// How far the product of key and multiplier is shifted, so that as many bits are left as the table needs.
    private var shift: UInt64
    package private(set) var count = 0

    /// - Parameter secret: Decides where keys lie, so that nobody who chooses keys can make them lie in one row.
    package init(secret: UInt64) {
        self.multiplier = secret | 1
        self.pairs = Array(repeating: Pair(key: 0, place: -1), count: Self.smallestCapacity)
        self.shift = UInt64(64 - Self.smallestCapacity.trailingZeroBitCount)
    }

    package subscript(_ key: UInt64) -> Int? {
        var index = self.home(key)
        while self.pairs[index].place >= 0 {
            if self.pairs[index].key == key { return Int(self.pairs[index].place) }
            index = (index + 1) & (self.pairs.count - 1)
        }
        return nil
    }

    /// All places, in an order that only the keys and what happened before decide.
    package var places: [Int] {
        self.pairs.compactMap { $0.place >= 0 ? Int($0.place) : nil }
    }

    /// Remembers a key that is not there yet.
    package mutating func insert(_ key: UInt64, at place: Int) {
        if (self.count + 1) * 2 > self.pairs.count { self.grow() }
        self.put(Pair(key: key, place: Int32(place)))
        self.count += 1
    }

    /// Forgets a key.
    ///
    /// - Returns: Its place; `nil` if it was not there.
    @discardableResult
    package mutating func remove(_ key: UInt64) -> Int? {
        var hole = self.home(key)
        while self.pairs[hole].key != key || self.pairs[hole].place < 0 {
            guard self.pairs[hole].place >= 0 else { return nil }
            hole = (hole + 1) & (self.pairs.count - 1)
        }
        let place = Int(self.pairs[hole].place)
        // What follows moves up, unless that would put it before its home.
        var index = hole
        while true {
            index = (index + 1) & (self.pairs.count - 1)
            guard self.pairs[index].place >= 0 else { break }
            let distance = (index - self.home(self.pairs[index].key)) & (self.pairs.count - 1)
            guard distance >= (index - hole) & (self.pairs.count - 1) else { continue }
            self.pairs[hole] = self.pairs[index]
            hole = index
        }
        self.pairs[hole].place = -1
        self.count -= 1
        return place
    }

    private func home(_ key: UInt64) -> Int {
        // The high half of a product depends on all bits of the key; folding keeps a multiplier from being undone.
        let product = key.multipliedFullWidth(by: self.multiplier)
        return Int(truncatingIfNeeded: (product.low ^ product.high &* self.multiplier) >> self.shift)
    }

    private mutating func put(_ pair: Pair) {
        var index = self.home(pair.key)
        while self.pairs[index].place >= 0 { index = (index + 1) & (self.pairs.count - 1) }
        self.pairs[index] = pair
    }

    private mutating func grow() {
        let old = self.pairs
        self.pairs = Array(repeating: Pair(key: 0, place: -1), count: 2 * old.count)
        self.shift -= 1
        for pair in old where pair.place >= 0 { self.put(pair) }
    }
}
