/// What is to come, the earliest first; of what comes at the same time, what was entered first.
///
/// Time is cut into short spans. What comes soon is put behind what else comes in its span, and each span is sorted once, when its time
/// has come: so memory is written and read in its order, where a heap of thousands would wait for it at every step.
struct Agenda<Item: Sendable>: Sendable {
    private struct Key: Comparable, Sendable {
        /// In attoseconds, which compare faster than durations do.
        let time: Int128
        let number: UInt64
        /// Among the entries of the sorted span; below 0, the complement of a place in the pool.
        let place: Int32
        let hint: Int32

        static func < (lhs: Self, rhs: Self) -> Bool {
            lhs.time == rhs.time ? lhs.number < rhs.number : lhs.time < rhs.time
        }
    }

    private struct Entry: Sendable {
        var time: Int128
        var number: UInt64
        var memory: UInt
        var hint: Int32
        /// In the pool: the place of another entry of the same span; negative if there is none.
        var next: Int32
        var item: Item?
    }

    /// A span is so many attoseconds long, as a power of two: two milliseconds.
    private static var spanBits: Int128 { 51 }
    /// So many spans ahead are held in rows of their own, a power of two: 144 ms, in which most of what is on its way comes.
    private static var nearCount: Int { 64 }
    /// How many spans ahead are told apart at all, a power of two: nine seconds.
    private static var spanCount: Int { 4_096 }

    /// The next spans, in a ring.
    private var near = [[Entry]](repeating: [], count: Self.nearCount)
    private var nearTotal = 0
    /// The last sorted span, as far as it was near.
    private var sorted: [Entry] = []
    /// Where all else lies until it is taken.
    private var pool: [Entry] = []
    private var freePlaces: [Int32] = []
    /// The first entry in the pool of each span to come, in a ring; negative if there is none.
    private var hanging = [Int32](repeating: -1, count: Self.spanCount)
    private var hangingTotal = 0
    /// The last span whose entries are sorted, and all before it.
    private var current = -1
    /// What is entered too late to be sorted with its span, or too early to be hung to it: two heaps.
    private var soon = KeyHeap<Key>()
    private var far = KeyHeap<Key>()
    /// Those of the last sorted span, in their order, from a position on.
    private var batch: [Key] = []
    private var position = 0
    /// Up to where they were shown.
    private var shown = 0
    private var nextNumber: UInt64 = 0

    /// - Parameters:
    ///   - item: What comes.
    ///   - time: When.
    ///   - hint: Shown ahead.
    ///   - memory: As well: where something lies in memory that is there as long as the item.
    /// - Returns: The place of the item until it is taken.
    @discardableResult
    mutating func enter(_ item: consuming Item, at time: Duration, hint: Int32 = .max, memory: UInt = 0) -> Int {
        let attoseconds = time.attoseconds
        let span = Int(attoseconds >> Self.spanBits)
        let ahead = span - self.current
        let number = self.nextNumber
        self.nextNumber += 1
        if ahead > 0, ahead <= Self.nearCount {
            let ring = span & (Self.nearCount - 1)
            self.near[ring].append(
                Entry(time: attoseconds, number: number, memory: memory, hint: hint, next: -1, item: item)
            )
            self.nearTotal += 1
            return ring << 32 | (self.near[ring].count - 1)
        }
        let isHung = ahead > 0 && ahead <= Self.spanCount
        let ring = span & (Self.spanCount - 1)
        let entry = Entry(
            time: attoseconds,
            number: number,
            memory: memory,
            hint: hint,
            next: isHung ? self.hanging[ring] : -1,
            item: item
        )
        let place: Int
        if let free = self.freePlaces.popLast() {
            place = Int(free)
            self.pool[place] = entry
        } else {
            place = self.pool.count
            self.pool.append(entry)
        }
        if isHung {
            self.hanging[ring] = Int32(place)
            self.hangingTotal += 1
        } else if ahead <= 0 {
            self.soon.insert(self.key(inPool: place))
        } else {
            self.far.insert(self.key(inPool: place))
        }
        return ~place
    }

    /// Changes what was entered for a time at a place, if it is still there.
    mutating func change(at place: Int, for time: Duration, _ change: (inout Item) -> Bool) -> Bool {
        if place < 0 {
            guard self.pool[~place].time == time.attoseconds else { return false }
            return Self.change(&self.pool[~place], change)
        }
        let (ring, index) = (place >> 32, place & 0xFFFF_FFFF)
        guard index < self.near[ring].count, self.near[ring][index].time == time.attoseconds else { return false }
        return Self.change(&self.near[ring][index], change)
    }

    private static func change(_ entry: inout Entry, _ change: (inout Item) -> Bool) -> Bool {
        guard var item = entry.item.take() else { return false }
        defer { entry.item = item }
        return change(&item)
    }

    private func key(inPool place: Int) -> Key {
        let (time, number, hint) = (self.pool[place].time, self.pool[place].number, self.pool[place].hint)
        return Key(time: time, number: number, place: ~Int32(place), hint: hint)
    }

    // MARK: - Taking

    /// When the next item comes.
    mutating func nextTime() -> Duration? {
        self.next().map { Duration(attoseconds: $0.time) }
    }

    mutating func takeNext() -> (time: Duration, item: Item)? {
        self.takeNext(before: Duration(attoseconds: .max))
    }

    /// - Parameter end: What comes then or later stays.
    mutating func takeNext(before end: Duration) -> (time: Duration, item: Item)? {
        guard let next = self.next(), next.time < end.attoseconds else { return nil }
        if self.position < self.batch.count, self.batch[self.position].place == next.place {
            self.position += 1
        } else {
            _ = self.soon.removeFirst()
        }
        let item: Item?
        if next.place < 0 {
            item = self.pool[Int(~next.place)].item.take()
            self.freePlaces.append(~next.place)
        } else {
            item = self.sorted[Int(next.place)].item.take()
        }
        return item.map { (Duration(attoseconds: next.time), $0) }
    }

    /// Whether all that were shown are taken.
    var isSeen: Bool {
        self.position >= self.shown
    }

    /// Shows the hints of some of those that come next, before they are taken, if all that were shown are taken.
    mutating func lookAhead(_ count: Int, _ look: (_ hint: Int32, _ memory: UInt) -> Void) {
        guard self.isSeen, self.next() != nil else { return }
        self.shown = min(self.position + count, self.batch.count)
        for key in self.batch[self.position..<self.shown] {
            look(key.hint, key.place < 0 ? 0 : self.sorted[Int(key.place)].memory)
        }
    }

    private mutating func next() -> Key? {
        if self.position == self.batch.count, self.soon.first == nil { self.advance() }
        guard self.position < self.batch.count else { return self.soon.first }
        guard let first = self.soon.first, first < self.batch[self.position] else { return self.batch[self.position] }
        return first
    }

    /// Sorts the next span in which there is something.
    private mutating func advance() {
        self.batch.removeAll(keepingCapacity: true)
        self.position = 0
        self.shown = 0
        let farSpan = self.far.first.map { Int($0.time >> Self.spanBits) }
        guard let span = self.nextSpan(farSpan) else { return }
        self.current = span
        let ring = span & (Self.nearCount - 1)
        self.sorted.removeAll(keepingCapacity: true)
        swap(&self.sorted, &self.near[ring])
        self.nearTotal -= self.sorted.count
        for index in self.sorted.indices {
            let (time, number, hint) = (self.sorted[index].time, self.sorted[index].number, self.sorted[index].hint)
            self.batch.append(Key(time: time, number: number, place: Int32(index), hint: hint))
        }
        var place = self.hanging[span & (Self.spanCount - 1)]
        self.hanging[span & (Self.spanCount - 1)] = -1
        while place >= 0 {
            self.batch.append(self.key(inPool: Int(place)))
            self.hangingTotal -= 1
            place = self.pool[Int(place)].next
        }
        while let first = self.far.first, Int(first.time >> Self.spanBits) <= span {
            self.batch.append(first)
            _ = self.far.removeFirst()
        }
        self.sortBatch()
    }

    /// - Parameter farSpan: The first one of those that are too far ahead to be told apart.
    private func nextSpan(_ farSpan: Int?) -> Int? {
        guard self.nearTotal + self.hangingTotal > 0 else { return farSpan }
        var span = self.current + 1
        while span != farSpan, self.hanging[span & (Self.spanCount - 1)] < 0 {
            let isNear = self.nearTotal > 0 && span - self.current <= Self.nearCount
            if isNear, !self.near[span & (Self.nearCount - 1)].isEmpty { break }
            span += 1
        }
        return span
    }

    private mutating func sortBatch() {
        guard self.batch.count <= 48 else {
            self.batch.sort()
            return
        }
        self.batch.withUnsafeMutableBufferPointer { keys in
            for index in keys.indices.dropFirst() {
                let key = keys[index]
                var hole = index
                while hole > 0, key < keys[hole - 1] {
                    keys[hole] = keys[hole - 1]
                    hole -= 1
                }
                keys[hole] = key
            }
        }
    }
}
