import TestSupport

/// What messages are made up of.
extension Dice {
    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }

    /// A value half of the time.
    mutating func maybe<Value>(_ make: (inout Dice) -> Value) -> Value? {
        Bool.random(using: &self) ? make(&self) : nil
    }

    /// Small, large and in between: each length of a varint comes up.
    mutating func number() -> UInt32 {
        UInt32.random(in: 0...UInt32.max, using: &self) >> UInt32.random(in: 0...31, using: &self)
    }

    mutating func element<Values: Collection>(_ values: Values) -> Values.Element {
        self.one(of: Array(values))
    }
}
