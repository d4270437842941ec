/// A binary heap: the least first.
struct KeyHeap<Key: Comparable & Sendable>: Sendable {
    private var keys: [Key] = []

    var first: Key? {
        self.keys.first
    }

    mutating func insert(_ key: Key) {
        self.keys.append(key)
        var index = self.keys.count - 1
        while index > 0, key < self.keys[(index - 1) / 2] {
            self.keys[index] = self.keys[(index - 1) / 2]
            index = (index - 1) / 2
        }
        self.keys[index] = key
    }

    mutating func removeFirst() -> Key? {
        guard let first = self.keys.first, let last = self.keys.popLast() else { return nil }
        if !self.keys.isEmpty {
            self.keys[0] = last
            self.sink()
        }
        return first
    }

    private mutating func sink() {
        let key = self.keys[0]
        var index = 0
        while true {
            var child = 2 * index + 1
            guard child < self.keys.count else { break }
            if child + 1 < self.keys.count, self.keys[child + 1] < self.keys[child] { child += 1 }
            guard self.keys[child] < key else { break }
            self.keys[index] = self.keys[child]
            index = child
        }
        self.keys[index] = key
    }
}
