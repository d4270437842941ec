/// How many lines a text gained and lost on the way to another one.
package struct LineCounts: Hashable, Sendable {
    package let added: Int
    package let removed: Int

    /// Above this many lines on a side, once equal ends are cut off, lines are counted without regard to their order: an
    /// exact comparison grows with the square.
    static let exactLimit = 2_000

    package init(added: Int, removed: Int) {
        self.added = added
        self.removed = removed
    }

    /// Counts the lines of a text that is new.
    init(allOf text: String) {
        let ends = text.utf8.count { $0 == UInt8(ascii: "\n") }
        let hasRest = text.utf8.last.map { $0 != UInt8(ascii: "\n") } ?? false
        self.init(added: ends + (hasRest ? 1 : 0), removed: 0)
    }

    /// Compares two texts line by line.
    init(from old: some Sequence<UInt8>, to new: some Sequence<UInt8>) {
        var left = Self.lines(of: old)[...]
        var right = Self.lines(of: new)[...]
        while let line = left.first, line == right.first {
            left.removeFirst()
            right.removeFirst()
        }
        while let line = left.last, line == right.last {
            left.removeLast()
            right.removeLast()
        }
        if left.isEmpty || right.isEmpty {
            self.init(added: right.count, removed: left.count)
        } else if max(left.count, right.count) <= Self.exactLimit {
            let difference = right.difference(from: left)
            self.init(added: difference.insertions.count, removed: difference.removals.count)
        } else {
            var counts: [ArraySlice<UInt8>: Int] = [:]
            for line in right { counts[line, default: 0] += 1 }
            for line in left { counts[line, default: 0] -= 1 }
            self.init(
                added: counts.values.reduce(0) { $0 + max(0, $1) },
                removed: counts.values.reduce(0) { $0 + max(0, -$1) }
            )
        }
    }

    private static func lines(of bytes: some Sequence<UInt8>) -> [ArraySlice<UInt8>] {
        let bytes = Array(bytes)
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return bytes.last == UInt8(ascii: "\n") || bytes.isEmpty ? lines.dropLast() : lines
    }
}
