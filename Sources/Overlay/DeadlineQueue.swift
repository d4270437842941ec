/// Deadlines of connections, the earliest first: a binary heap.
///
/// A deadline that moves back or goes away stays here until its time comes, and whoever takes it out checks whether it
/// still holds. So the frequent case, that something is heard and the deadline moves back, costs nothing.
struct DeadlineQueue: Sendable {
    struct Entry: Comparable, Sendable {
        let time: Duration
        let id: ConnectionID

        static func < (lhs: Self, rhs: Self) -> Bool {
            (lhs.time, lhs.id) < (rhs.time, rhs.id)
        }
    }

    private var heap: [Entry] = []

    var count: Int {
        self.heap.count
    }

    var earliest: Entry? {
        self.heap.first
    }

    mutating func insert(_ entry: Entry) {
        self.heap.append(entry)
        var index = self.heap.count - 1
        while index > 0, self.heap[index] < self.heap[(index - 1) / 2] {
            self.heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func removeEarliest() -> Entry? {
        guard let earliest = self.heap.first, let last = self.heap.popLast() else { return nil }
        if !self.heap.isEmpty {
            self.heap[0] = last
            self.sink(0)
        }
        return earliest
    }

    /// Drops what no longer holds.
    mutating func keep(where holds: (Entry) -> Bool) {
        self.heap = self.heap.filter(holds)
        for index in (0..<self.heap.count / 2).reversed() { self.sink(index) }
    }

    private mutating func sink(_ start: Int) {
        var index = start
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2]
            where child < self.heap.count && self.heap[child] < self.heap[least] { least = child }
            guard least != index else { return }
            self.heap.swapAt(index, least)
            index = least
        }
    }
}
