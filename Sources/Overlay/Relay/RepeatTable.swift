/// The frames of the last votes, so that the same bytes from the next link are known for the same without being read.
///
/// In a network where everybody has twenty links, most votes that come are such repetitions.
struct RepeatTable: Sendable {
    private struct Entry {
        var bytes: [UInt8]
        var until: Duration
    }

    private static let capacity = 64
    /// Longer frames are read each time; no validator makes such.
    private static let longestFrame = 1_024
    /// How long a repetition may come after what it repeats. Far less than the time for which votes count as seen, so that
    /// what is here is there as well.
    private static let lifetime = Duration.seconds(30)

    private var entries: [Entry] = []

    /// See `Overlay.warm`.
    var warmth: Int {
        self.entries.count
    }

    func contains(_ bytes: [UInt8], now: Duration) -> Bool {
        guard !self.entries.isEmpty else { return false }
        let place = Self.place(bytes)
        return self.entries[place].until > now && Self.isSame(self.entries[place].bytes, bytes)
    }

    /// Eight bytes at a time: arrays compare themselves one by one.
    private static func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return one.withUnsafeBytes { one in
            other.withUnsafeBytes { other in
                // In a world in one process it is often the same buffer.
                guard one.baseAddress != other.baseAddress else { return true }
                var offset = 0
                while offset + 8 <= one.count {
                    let pair = (
                        one.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
                        other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    )
                    guard pair.0 == pair.1 else { return false }
                    offset += 8
                }
                return one[offset...].elementsEqual(other[offset...])
            }
        }
    }

    mutating func insert(_ bytes: [UInt8], now: Duration) {
        guard bytes.count <= Self.longestFrame else { return }
        if self.entries.isEmpty {
            self.entries = Array(repeating: Entry(bytes: [], until: .zero), count: Self.capacity)
        }
        self.entries[Self.place(bytes)] = Entry(bytes: bytes, until: now + Self.lifetime)
    }

    /// By the last bytes: they are a part of the signature, and so as good as chance.
    private static func place(_ bytes: [UInt8]) -> Int {
        let last = bytes.count - 1
        guard last >= 3 else { return 0 }
        return (Int(bytes[last]) ^ Int(bytes[last - 1]) &* 7 ^ Int(bytes[last - 2]) &* 31 ^ Int(bytes[last - 3]))
            % Self.capacity
    }
}
