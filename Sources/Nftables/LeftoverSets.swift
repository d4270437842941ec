/// Sets that rules once filled and no rule uses any more: a file that keeps such sets cannot know the older ones' names.
enum LeftoverSets {
    /// A listing without such sets.
    ///
    /// - Parameter listing: As nft lists one table: each set's block ends at a line of its own.
    static func removed(from listing: String) -> String {
        let lines = listing.split(separator: "\n", omittingEmptySubsequences: false)
        var kept: [Substring] = []
        kept.reserveCapacity(lines.count)
        var next = lines.startIndex
        while next < lines.endIndex {
            let end = lines[next].hasPrefix("\tset ") ? lines[next...].firstIndex(of: "\t}") : nil
            guard let end, Self.isLeftover(lines[next...end], in: listing) else {
                kept.append(lines[next])
                next += 1
                continue
            }
            // With the empty line behind it.
            next = end + 2
        }
        return kept.joined(separator: "\n")
    }

    private static func isLeftover(_ block: ArraySlice<Substring>, in listing: String) -> Bool {
        let isFilled = block.contains { line in
            line.hasPrefix("\t\tflags ") && line.dropFirst(8).split(separator: ",").contains("dynamic")
        }
        let name = block.first?.split(separator: " ").dropFirst().first ?? ""
        // A rule names the set before a space, at the end of a line, or before what else belongs to the statement.
        return isFilled && !listing.contains("@\(name) ") && !listing.contains("@\(name)\n")
    }
}
