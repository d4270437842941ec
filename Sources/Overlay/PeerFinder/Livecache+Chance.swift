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
        guard drawn < self.lists[hops].count else { return nil }
        return self.lists[hops].withUnsafeMutableBufferPointer { list in
            self.entries.withUnsafeMutableBufferPointer { Self.draw(list, $0, after: drawn, using: &random) }
        }
    }

    /// What was drawn lies in front: a shuffle that goes only as far as it is needed.
    @inline(__always)
    private static func draw(
        _ list: UnsafeMutableBufferPointer<UInt16>,
        _ entries: UnsafeMutableBufferPointer<Entry>,
        after drawn: Int,
        using random: inout SplitMix64
    ) -> Place {
        let chosen = Int.random(in: drawn..<list.count, using: &random)
        let place = Place(list[chosen])
        if chosen != drawn {
            list[chosen] = list[drawn]
            list[drawn] = UInt16(place)
            entries[place].position = UInt16(drawn)
            entries[Place(list[chosen])].position = UInt16(chosen)
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
                    let place = Self.draw(list, entries, after: drawn, using: &random)
                    drawn += 1
                    if let column, !self.recent.isNews(place, to: column, hops: hops, second: second) { continue }
                    guard let endpoint = Endpoint(number: entries[place].endpointNumber), isWanted(endpoint) else {
                        continue
                    }
                    if let column { self.recent.remember(place, by: column, hops: hops, second: second) }
                    taken += 1
                }
            }
        }
        swap(&entries, &self.entries)
        swap(&list, &self.lists[hops])
    }
}
