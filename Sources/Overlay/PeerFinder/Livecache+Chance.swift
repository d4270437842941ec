import Addressing

/// Which endpoints are told of, or dialled: chance decides.
extension Livecache {
    /// One more of those with some hops, each as likely as the others, and none twice.
    ///
    /// - Parameters:
    ///   - hops: Of which list.
    ///   - drawn: How many were drawn before, without any change in between.
    ///   - random: Decides which.
    /// - Returns: `nil` if all were drawn.
    mutating func draw(hops: Int, after drawn: Int, using random: inout SplitMix64) -> Place? {
        let count = self.lists[hops].count
        guard drawn < count else { return nil }
        // What was drawn lies in front: a shuffle that goes only as far as it is needed.
        let chosen = Int.random(in: drawn..<count, using: &random)
        let place = Place(self.lists[hops][chosen])
        if chosen != drawn {
            self.lists[hops].swapAt(drawn, chosen)
            self.entries[place].position = UInt16(drawn)
            self.entries[Int(self.lists[hops][chosen])].position = UInt16(chosen)
        }
        return place
    }

    /// Draws some of those with some hops, each as likely as the others, and none twice.
    ///
    /// - Parameters:
    ///   - count: How many to draw; those do not count that nobody wants.
    ///   - hops: Of which list.
    ///   - column: The link that is to be told, if it is one: it is told only what it does not know, and then knows it.
    ///   - second: When.
    ///   - random: Decides which.
    ///   - isWanted: Whether one counts.
    mutating func draw(
        _ count: Int,
        hops: Int,
        to column: Int?,
        second: Int64,
        using random: inout SplitMix64,
        _ isWanted: (Endpoint) -> Bool
    ) {
        var list: [UInt16] = []
        var entries: [Entry] = []
        swap(&list, &self.lists[hops])
        swap(&entries, &self.entries)
        list.withUnsafeMutableBufferPointer { list in
            entries.withUnsafeMutableBufferPointer { entries in
                var (drawn, taken) = (0, 0)
                while taken < count, drawn < list.count {
                    // As above.
                    let chosen = Int.random(in: drawn..<list.count, using: &random)
                    let place = Place(list[chosen])
                    if chosen != drawn {
                        list[chosen] = list[drawn]
                        list[drawn] = UInt16(place)
                        entries[place].position = UInt16(drawn)
                        entries[Place(list[chosen])].position = UInt16(chosen)
                    }
                    drawn += 1
                    if let column, !self.recent.isNews(place, to: column, hops: hops, second: second) { continue }
                    guard let endpoint = Endpoint(number: entries[place].number), isWanted(endpoint) else { continue }
                    if let column { self.recent.remember(place, by: column, hops: hops, second: second) }
                    taken += 1
                }
            }
        }
        swap(&entries, &self.entries)
        swap(&list, &self.lists[hops])
    }
}
