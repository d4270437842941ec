/// A packet that shows that something does not hold.
package struct CounterExample: Hashable, Sendable {
    package let packet: Packet
    /// How it went through the rules; one way of several if something is *maybe*.
    package let path: TracePath
}
