extension Duration {
    /// Seconds with three decimals.
    package var secondsText: String {
        let milliseconds = self.milliseconds
        let fraction = String(1000 + milliseconds % 1000).dropFirst()
        return "\(milliseconds / 1000).\(fraction) s"
    }

    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = self.components
        return UInt64(bitPattern: seconds) &* 1_000_000_000 &+ UInt64(bitPattern: attoseconds / 1_000_000_000)
    }

    var milliseconds: Int64 {
        let (seconds, attoseconds) = self.components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
