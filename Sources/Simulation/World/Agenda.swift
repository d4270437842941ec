/// What is to come, the earliest first; of what comes at the same time, what was entered first.
///
/// A binary heap of small keys: what happens lies beside it and does not move.
struct Agenda<Item: Sendable>: Sendable {
    private struct Key: Sendable {
        /// In attoseconds, which compare faster than durations do.
        let time: Int128
        let number: UInt64
        let place: Int

        static func < (lhs: Self, rhs: Self) -> Bool {
            lhs.time == rhs.time ? lhs.number < rhs.number : lhs.time < rhs.time
        }
    }

    private var heap: [Key] = []
    /// The next ones of them, taken out together and in their order, from a position on.
    private var batch: [Key] = []
    private var position = 0
    private var items: [Item?] = []
    private var freePlaces: [Int] = []
    private var nextNumber: UInt64 = 0

    var nextTime: Duration? {
        self.earliest.map { Duration(attoseconds: $0.time) }
    }

    private var earliest: Key? {
        guard self.position < self.batch.count else { return self.heap.first }
        guard let first = self.heap.first, first < self.batch[self.position] else { return self.batch[self.position] }
        return first
    }

    /// - Returns: The place of the item until it is taken.
    @discardableResult
    mutating func enter(_ item: Item, at time: Duration) -> Int {
        let place: Int
        if let free = self.freePlaces.popLast() {
            place = free
            self.items[place] = item
        } else {
            place = self.items.count
            self.items.append(item)
        }
        self.heap.append(Key(time: time.attoseconds, number: self.nextNumber, place: place))
        self.nextNumber += 1
        self.rise(self.heap.count - 1)
        return place
    }

    /// Changes what is at a place, if anything is.
    mutating func change(at place: Int, _ change: (inout Item) -> Bool) -> Bool {
        guard var item = self.items[place].take() else { return false }
        defer { self.items[place] = item }
        return change(&item)
    }

    mutating func takeNext() -> (time: Duration, item: Item)? {
        self.takeNext(before: Duration(attoseconds: .max))
    }

    /// - Parameter end: What comes then or later stays.
    mutating func takeNext(before end: Duration) -> (time: Duration, item: Item)? {
        guard let next = self.earliest, next.time < end.attoseconds else { return nil }
        if self.position < self.batch.count, self.batch[self.position].place == next.place {
            self.position += 1
        } else {
            self.removeFirst()
        }
        guard let item = self.items[next.place].take() else { return nil }
        self.freePlaces.append(next.place)
        return (Duration(attoseconds: next.time), item)
    }

    /// Whether all that was shown by `lookAhead` is taken.
    var isSeen: Bool {
        self.position == self.batch.count
    }

    /// Shows some of those that come next, before they are taken, if all that was shown is taken.
    mutating func lookAhead(_ count: Int, before end: Duration, _ look: (Item) -> Void) {
        guard self.isSeen, self.heap.count >= count else { return }
        self.batch.removeAll(keepingCapacity: true)
        self.position = 0
        while self.batch.count < count, let first = self.heap.first, first.time < end.attoseconds {
            self.removeFirst()
            self.batch.append(first)
            if let item = self.items[first.place] { look(item) }
        }
    }

    private mutating func removeFirst() {
        guard let last = self.heap.popLast(), !self.heap.isEmpty else { return }
        self.heap[0] = last
        self.sink()
    }

    private mutating func rise(_ start: Int) {
        let key = self.heap[start]
        var index = start
        while index > 0, key < self.heap[(index - 1) / 2] {
            self.heap[index] = self.heap[(index - 1) / 2]
            index = (index - 1) / 2
        }
        self.heap[index] = key
    }

    private mutating func sink() {
        let key = self.heap[0]
        var index = 0
        while true {
            var child = 2 * index + 1
            guard child < self.heap.count else { break }
            if child + 1 < self.heap.count, self.heap[child + 1] < self.heap[child] { child += 1 }
            guard self.heap[child] < key else { break }
            self.heap[index] = self.heap[child]
            index = child
        }
        self.heap[index] = key
    }
}
