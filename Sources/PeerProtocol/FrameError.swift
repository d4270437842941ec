/// A frame after which a link cannot go on.
package enum FrameError: Error, Equatable, Sendable {
    /// A stock receiver would wait for ever. Source: skywelld reference §4.1.
    case typeZero
    /// The declared payload is above the limit of its type, in bytes.
    case tooLong(rawType: UInt16, length: Int)
}
