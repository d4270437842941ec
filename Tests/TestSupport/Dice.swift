/// Chance with a seed: the same seed throws the same dice. SplitMix64.
package struct Dice: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) {
        self.state = seed
    }

    package mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    package mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &self)
    }

    package mutating func one<Element>(of elements: [Element]) -> Element {
        elements[self.number(0...elements.count - 1)]
    }

    /// True once in so many throws.
    package mutating func onceIn(_ count: Int) -> Bool {
        self.number(1...count) == 1
    }
}
