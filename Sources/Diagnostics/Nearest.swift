/// Finds the candidate that a mistyped word most likely meant.
///
/// One mistake is allowed per three characters, and one in a shorter word: a character too many, missing or wrong, or
/// two neighbours swapped.
///
/// - Parameters:
///   - word: What the user wrote.
///   - candidates: What would have been right; of two that are equally near, the first wins.
/// - Returns: `nil` if no candidate is near enough.
package func nearest(_ word: String, in candidates: some Sequence<String>) -> String? {
    let maximumLength = 64
    let letters = Array(word.lowercased().unicodeScalars.prefix(maximumLength + 1))
    guard (1...maximumLength).contains(letters.count) else { return nil }
    var limit = max(letters.count, 3) / 3
    var best: String?
    for candidate in candidates {
        let others = Array(candidate.lowercased().unicodeScalars.prefix(maximumLength + 1))
        guard abs(others.count - letters.count) <= limit, others.count <= maximumLength else { continue }
        let distance = editDistance(letters, others)
        // Words of one or two letters have nothing in common when every letter is wrong.
        guard distance <= limit, distance < max(letters.count, others.count) else { continue }
        best = candidate
        limit = distance - 1
        if limit < 0 { break }
    }
    return best
}

/// The optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours.
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for (i, a) in left.enumerated() {
        var row = [i + 1]
        row.reserveCapacity(right.count + 1)
        for (j, b) in right.enumerated() {
            var cost = min(last[j] + (a == b ? 0 : 1), last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, a == right[j - 1], left[i - 1] == b {
                cost = min(cost, beforeLast[j - 1] + 1)
            }
            row.append(cost)
        }
        beforeLast = last
        last = row
    }
    return last[right.count]
}
