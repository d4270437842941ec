/// Remembers results of operations on up to three diagrams; a new one may push an old one out.
struct ResultCache {
    private struct Entry {
        var operation: UInt32
        var lhs: Int32
        var rhs: Int32
        var third: Int32
        var result: Int32
    }

    private static let empty = Entry(operation: .max, lhs: 0, rhs: 0, third: 0, result: 0)
    /// Growing further helps no more and costs memory: 64 MiB.
    private static let maximumCapacity = 1 << 22

    private var entries: [Entry]
    private var insertions = 0

    /// - Parameter capacity: A power of two.
    init(capacity: Int) {
        self.entries = [Entry](repeating: Self.empty, count: capacity)
    }

    func find(_ operation: UInt32, _ lhs: Int32, _ rhs: Int32, _ third: Int32 = 0) -> Int32? {
        let entry = self.entries[self.slot(operation, lhs, rhs, third)]
        let isSame = entry.operation == operation && entry.lhs == lhs && entry.rhs == rhs && entry.third == third
        return isSame ? entry.result : nil
    }

    mutating func insert(_ operation: UInt32, _ lhs: Int32, _ rhs: Int32, _ third: Int32 = 0, result: Int32) {
        self.insertions += 1
        if self.insertions > self.entries.count, self.entries.count < Self.maximumCapacity { self.grow() }
        self.entries[self.slot(operation, lhs, rhs, third)] = Entry(
            operation: operation,
            lhs: lhs,
            rhs: rhs,
            third: third,
            result: result
        )
    }

    private mutating func grow() {
        let old = self.entries
        self.entries = [Entry](repeating: Self.empty, count: old.count * 2)
        for entry in old where entry.operation != .max {
            self.entries[self.slot(entry.operation, entry.lhs, entry.rhs, entry.third)] = entry
        }
        self.insertions = 0
    }

    private func slot(_ operation: UInt32, _ lhs: Int32, _ rhs: Int32, _ third: Int32) -> Int {
        var hash = UInt64(UInt32(bitPattern: lhs)) << 32 | UInt64(UInt32(bitPattern: rhs))
        let more = UInt64(operation) << 32 | UInt64(UInt32(bitPattern: third))
        hash = (hash ^ more &* 0x9E37_79B9_7F4A_7C15) &* 0xFF51_AFD7_ED55_8CCD
        return Int(truncatingIfNeeded: hash >> 33) & (self.entries.count - 1)
    }
}
