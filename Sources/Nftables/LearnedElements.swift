/// What the kernel put into sets by itself, as packets came: no part of the rules, and different at every look.
enum LearnedElements {
    /// A listing without the elements of the sets that rules fill.
    ///
    /// - Parameter listing: As nft lists a table: a set's flags stand before its elements, and only the last line of the
    ///   elements ends in a brace.
    static func removed(from listing: String) -> String {
        var kept = ""
        kept.reserveCapacity(listing.utf8.count)
        var isLearned = false
        var isInside = false
        for line in listing.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            let content = line.drop { $0 == "\t" || $0 == " " }
            if isInside {
                isInside = !content.hasSuffix("}")
                continue
            }
            if content.hasPrefix("set ") { isLearned = false }
            if content.hasPrefix("flags ") {
                isLearned = content.dropFirst(6).split(separator: ",").contains("dynamic")
            }
            if isLearned, content.hasPrefix("elements = {") {
                isInside = !content.hasSuffix("}")
                continue
            }
            kept += line
            kept += "\n"
        }
        return kept
    }
}
