/// Finds what somebody probably meant to write.
enum NearMiss {
    /// Longer texts get no suggestion, because the work grows with the square.
    private static let maximumLength = 64

    /// The candidate that is fewest edits away from a text, if these are few for its length.
    ///
    /// Case and blanks around the text count as no edit. Of equally near candidates the first in alphabetical order.
    static func suggestion(for text: String, among candidates: some Collection<String>) -> String? {
        let wanted = Array(text.lowercased().utf8.filter { $0 > 0x20 })
        guard (1...self.maximumLength).contains(wanted.count) else { return nil }
        let nearest = candidates.sorted().map { (name: $0, distance: self.distance(wanted, Array($0.utf8))) }
            .min { $0.distance < $1.distance }
        guard let nearest, nearest.distance <= max(1, wanted.count / 4) else { return nil }
        return nearest.name
    }

    /// How many insertions, deletions and replacements lead from one text to the other.
    private static func distance(_ lhs: [UInt8], _ rhs: [UInt8]) -> Int {
        var previous = Array(0...rhs.count)
        for (row, left) in lhs.enumerated() {
            var current = [row + 1]
            for (column, right) in rhs.enumerated() {
                let replaced = previous[column] + (left == right ? 0 : 1)
                current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[rhs.count]
    }
}
