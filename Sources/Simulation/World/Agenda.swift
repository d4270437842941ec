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
    private var items: [Item?] = []
    private var freePlaces: [Int] = []
    private var nextNumber: UInt64 = 0

    var nextTime: Duration? {
        self.heap.first.map { Duration(attoseconds: $0.time) }
    }

    mutating func enter(_ item: Item, at time: Duration) {
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
    }

    mutating func takeNext() -> (time: Duration, item: Item)? {
        self.takeNext(before: Duration(attoseconds: .max))
    }

    /// - Parameter end: What comes then or later stays.
    mutating func takeNext(before end: Duration) -> (time: Duration, item: Item)? {
        guard let first = self.heap.first, first.time < end.attoseconds, let last = self.heap.popLast() else {
            return nil
        }
        if !self.heap.isEmpty {
            self.heap[0] = last
            self.sink()
        }
        guard let item = self.items[first.place].take() else { return nil }
        self.freePlaces.append(first.place)
        return (Duration(attoseconds: first.time), item)
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
