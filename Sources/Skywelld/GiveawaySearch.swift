/// Finds giveaways in bytes, and says what each of them means.
package struct GiveawaySearch<Meaning: Equatable & Sendable>: Sendable {
    private var giveaways: [(giveaway: Giveaway, meaning: Meaning)] = []
    private var indicesByFirst: [[Int]] = Array(repeating: [], count: 256)

    package init() {}

    package mutating func add(_ giveaways: [Giveaway], _ meaning: Meaning) {
        for giveaway in giveaways {
            guard let first = giveaway.bytes.first else { continue }
            self.indicesByFirst[Int(first)].append(self.giveaways.count)
            self.giveaways.append((giveaway, meaning))
        }
    }

    /// What is given away first; `nil` if nothing is.
    ///
    /// - Parameter carriesAddresses: Whether the short forms count as well.
    package func first(in bytes: [UInt8], carriesAddresses: Bool) -> Meaning? {
        for start in bytes.indices {
            for index in self.indicesByFirst[Int(bytes[start])]
            where self.found(index, bytes, at: start, carriesAddresses) {
                return self.giveaways[index].meaning
            }
        }
        return nil
    }

    /// All that is given away, each once, in the order in which it was added.
    ///
    /// - Parameter carriesAddresses: Whether the short forms count as well.
    package func all(in bytes: [UInt8], carriesAddresses: Bool) -> [Meaning] {
        var found: Set<Int> = []
        for start in bytes.indices {
            for index in self.indicesByFirst[Int(bytes[start])]
            where !found.contains(index) && self.found(index, bytes, at: start, carriesAddresses) {
                found.insert(index)
            }
        }
        return found.sorted().reduce(into: []) { meanings, index in
            let meaning = self.giveaways[index].meaning
            if !meanings.contains(meaning) { meanings.append(meaning) }
        }
    }

    private func found(_ index: Int, _ bytes: [UInt8], at start: Int, _ carriesAddresses: Bool) -> Bool {
        let giveaway = self.giveaways[index].giveaway
        guard carriesAddresses || giveaway.form != .short, bytes[start...].starts(with: giveaway.bytes) else {
            return false
        }
        return giveaway.form != .dotted || Self.standsAlone(bytes, start..<start + giveaway.bytes.count)
    }

    /// `10.1.10.5` is not mentioned by `10.1.10.51`.
    private static func standsAlone(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let before = range.lowerBound > 0 ? bytes[range.lowerBound - 1] : 0
        let after = range.upperBound < bytes.count ? bytes[range.upperBound] : 0
        return !digits.contains(before) && !digits.contains(after)
    }
}
