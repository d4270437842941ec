/// What a chain of `&`, `|` and `^` with constants does to a value: keeps some bits, then flips some.
struct BitTransform: Hashable {
    /// The bits that are kept.
    private(set) var kept: UInt128
    /// The bits that are flipped then.
    private(set) var flipped: UInt128 = 0

    static let identity = Self(kept: .max)

    private init(kept: UInt128) {
        self.kept = kept
    }

    mutating func and(_ bits: UInt128) {
        self.kept &= bits
        self.flipped &= bits
    }

    mutating func or(_ bits: UInt128) {
        self.kept &= ~bits
        self.flipped |= bits
    }

    mutating func xor(_ bits: UInt128) {
        self.flipped ^= bits
    }

    /// The same for some bits of the value alone, moved to the lowest place.
    func part(from shift: Int, width: Int) -> Self {
        let bits = UInt128.max >> UInt128(128 - width)
        var part = Self(kept: self.kept >> UInt128(shift) & bits)
        part.flipped = self.flipped >> UInt128(shift) & bits
        return part
    }

    func callAsFunction(_ value: UInt128) -> UInt128 {
        value & self.kept ^ self.flipped
    }

    /// What counting the values one by one may at most cost; beyond it the answer is "unknown".
    private enum Limits {
        static let images = 4096
        static let ranges = 65536
    }

    /// The values that are transformed into some ranges; `nil` if that takes too many ranges to say.
    ///
    /// - Parameter width: Of the values, in bits.
    func preimage(of ranges: [ClosedRange<UInt128>], width: Int) -> [ClosedRange<UInt128>]? {
        if let simple = self.simplePreimage(of: ranges, width: width) { return simple }
        guard let images = self.images(in: ranges, width: width) else { return nil }
        let highest = UInt128.max >> UInt128(128 - width)
        let kept = self.kept & highest
        var result: [ClosedRange<UInt128>] = []
        for image in images {
            guard let values = Self.values((image ^ self.flipped) & highest, kept, highest) else { return nil }
            result += values
            guard result.count <= Limits.ranges else { return nil }
        }
        return result
    }

    /// The values that are transformed into some ranges, if each range becomes one range.
    func simplePreimage(of ranges: [ClosedRange<UInt128>], width: Int) -> [ClosedRange<UInt128>]? {
        let highest = UInt128.max >> UInt128(128 - width)
        let free = highest & ~self.kept
        guard self.flipped & highest == 0, free & (free &+ 1) == 0 else { return nil }
        return free == 0 ? ranges : ranges.compactMap { Self.aligned($0, free) }
    }

    /// Where only the lowest bits are lost: the blocks that begin inside the range.
    private static func aligned(_ range: ClosedRange<UInt128>, _ free: UInt128) -> ClosedRange<UInt128>? {
        let (start, overflow) = range.lowerBound.addingReportingOverflow(free)
        guard !overflow, start & ~free <= range.upperBound else { return nil }
        return (start & ~free)...(range.upperBound | free)
    }

    /// The transformed values that lie in some ranges; `nil` if they are too many.
    func images(in ranges: [ClosedRange<UInt128>], width: Int) -> [UInt128]? {
        let highest = UInt128.max >> UInt128(128 - width)
        let flipped = self.flipped & highest
        let kept = self.kept & highest
        let size = ranges.reduce(UInt128(0)) { $0.addingReportingOverflow($1.upperBound - $1.lowerBound).partialValue }
        if ranges.count <= Limits.images, size <= UInt128(Limits.images) {
            let values = ranges.flatMap { range in
                (0...(range.upperBound - range.lowerBound)).map { range.lowerBound + $0 }
            }
            return values.filter { ($0 ^ flipped) & ~kept == 0 }
        }
        guard kept.nonzeroBitCount <= 12 else { return nil }
        var images: [UInt128] = []
        var choice: UInt128 = 0
        repeat {
            if ranges.contains(where: { $0.contains(choice ^ flipped) }) { images.append(choice ^ flipped) }
            choice = (choice &- kept) & kept
        } while choice != 0
        return images
    }

    /// All values that have given bits where `kept` is set.
    private static func values(_ bits: UInt128, _ kept: UInt128, _ highest: UInt128) -> [ClosedRange<UInt128>]? {
        let low = kept == 0 ? highest : (kept & (~kept &+ 1)) &- 1
        let free = highest & ~kept & ~low
        guard free.nonzeroBitCount <= 16 else { return nil }
        var ranges: [ClosedRange<UInt128>] = []
        var choice: UInt128 = 0
        repeat {
            let start = bits | choice
            ranges.append(start...(start | low))
            choice = (choice &- free) & free
        } while choice != 0
        return ranges
    }
}
