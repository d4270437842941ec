/// A random number generator that gives the same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }

    /// A value half of the time.
    mutating func maybe<Value>(_ make: (inout SeededGenerator) -> Value) -> Value? {
        Bool.random(using: &self) ? make(&self) : nil
    }

    mutating func number() -> UInt32 {
        // Small, large and in between: each length of a varint comes up.
        UInt32.random(in: 0...UInt32.max, using: &self) >> UInt32.random(in: 0...31, using: &self)
    }

    mutating func element<Values: Collection>(_ values: Values) -> Values.Element {
        guard let element = values.randomElement(using: &self) else { preconditionFailure("nothing to choose from") }
        return element
    }
}
