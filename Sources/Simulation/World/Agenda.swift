/// What is to come, the earliest first; of what comes at the same time, what was entered first.
///
/// Time is cut into short spans. What comes within the next few seconds is only hung to its span, and each span is sorted once, when its
/// time has come.
struct Agenda<Item: Sendable>: Sendable {
    private struct Key: Sendable {
        /// In attoseconds, which compare faster than durations do.
        let time: Int128
        let number: UInt64
        let place: Int32
        let hint: Int32

        static func < (lhs: Self, rhs: Self) -> Bool {
            lhs.time == rhs.time ? lhs.number < rhs.number : lhs.time < rhs.time
        }
    }

    private struct Entry: Sendable {
        var time: Int128
        var number: UInt64
        var hint: Int32
        var memory: UInt
        /// The place of another entry of the same span; negative if there is none.
        var next: Int32
        var item: Item?
    }

    /// A span is so many attoseconds long, as a power of two: two milliseconds.
    private static var spanBits: Int128 { 51 }
    /// How many spans ahead are told apart, a power of two: nine seconds.
    private static var spanCount: Int { 4_096 }

    /// Where items lie until they are taken.
    private var entries: [Entry] = []
    private var freePlaces: [Int32] = []
    /// The first entry of each span to come, in a ring; negative if there is none.
    private var spans = [Int32](repeating: -1, count: Self.spanCount)
    /// How many entries hang there.
    private var hangingCount = 0
    /// The last span whose entries are sorted, and all before it.
    private var current = -1
    /// What is entered too late to be sorted with its span, or too early to be hung to it: two heaps.
    private var soon = KeyHeap<Key>(<)
    private var far = KeyHeap<Key>(<)
    /// Those of the last sorted spans, in their order, from a position on.
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
    mutating func enter(_ item: Item, at time: Duration, hint: Int32 = .max, memory: UInt = 0) -> Int {
        let attoseconds = time.attoseconds
        let span = Int(attoseconds >> Self.spanBits)
        let isHung = span > self.current && span - self.current <= Self.spanCount
        let ring = span & (Self.spanCount - 1)
        let entry = Entry(
            time: attoseconds,
            number: self.nextNumber,
            hint: hint,
            memory: memory,
            next: isHung ? self.spans[ring] : -1,
            item: item
        )
        let place: Int
        if let free = self.freePlaces.popLast() {
            place = Int(free)
            self.entries[place] = entry
        } else {
            place = self.entries.count
            self.entries.append(entry)
        }
        if isHung {
            self.spans[ring] = Int32(place)
            self.hangingCount += 1
        } else if span <= self.current {
            self.soon.insert(self.key(at: place))
        } else {
            self.far.insert(self.key(at: place))
        }
        self.nextNumber += 1
        return place
    }

    /// Changes what is at a place, if anything is.
    mutating func change(at place: Int, _ change: (inout Item) -> Bool) -> Bool {
        guard var item = self.entries[place].item.take() else { return false }
        defer { self.entries[place].item = item }
        return change(&item)
    }

    private func key(at place: Int) -> Key {
        let entry = self.entries[place]
        return Key(time: entry.time, number: entry.number, place: Int32(place), hint: entry.hint)
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
        guard let item = self.entries[Int(next.place)].item.take() else { return nil }
        self.freePlaces.append(next.place)
        return (Duration(attoseconds: next.time), item)
    }

    /// Whether all that were shown are taken.
    var isSeen: Bool {
        self.position >= self.shown
    }

    /// Shows the hints of some of those that come next, before they are taken, if all that were shown are taken.
    mutating func lookAhead(_ count: Int, _ look: (_ hint: Int32, _ memory: UInt) -> Void) {
        guard self.isSeen, self.next() != nil else { return }
        self.shown = min(self.position + count, self.batch.count)
        for index in self.position..<self.shown {
            look(self.batch[index].hint, self.entries[Int(self.batch[index].place)].memory)
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
        guard self.hangingCount > 0 || farSpan != nil else { return }
        var span = self.current + 1
        if self.hangingCount > 0 {
            while self.spans[span & (Self.spanCount - 1)] < 0, span != farSpan { span += 1 }
        } else if let farSpan {
            span = farSpan
        }
        self.current = span
        var place = self.spans[span & (Self.spanCount - 1)]
        self.spans[span & (Self.spanCount - 1)] = -1
        while place >= 0 {
            self.batch.append(self.key(at: Int(place)))
            self.hangingCount -= 1
            place = self.entries[Int(place)].next
        }
        while let first = self.far.first, Int(first.time >> Self.spanBits) <= span {
            self.batch.append(first)
            _ = self.far.removeFirst()
        }
        self.sortBatch()
    }

    private mutating func sortBatch() {
        guard self.batch.count <= 48 else {
            self.batch.sort { $0 < $1 }
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
