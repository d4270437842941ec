import Overlay

/// The one source of chance of a run: a stream of numbers for each purpose, so that more or fewer draws for one of them
/// leave all others as they are.
struct Randomness: Sendable {
    /// What chance decides.
    enum Purpose: UInt64 {
        case machine = 1
        case latency, session, start, acquaintance, fault, faultDetail, adversary
    }

    let seed: UInt64

    /// A stream of its own for a purpose, and for what it is drawn for.
    func stream(_ purpose: Purpose, _ first: Int = 0, _ second: Int = 0) -> SplitMix64 {
        var mixed = self.seed
        for part in [purpose.rawValue, UInt64(bitPattern: Int64(first)), UInt64(bitPattern: Int64(second))] {
            var mixer = SplitMix64(seed: mixed ^ part &* 0x9E37_79B9_7F4A_7C15)
            mixed = mixer.next()
        }
        return SplitMix64(seed: mixed)
    }

    /// The first number of such a stream.
    func number(_ purpose: Purpose, _ first: Int = 0, _ second: Int = 0) -> UInt64 {
        var stream = self.stream(purpose, first, second)
        return stream.next()
    }
}
