import PeerProtocol

/// When a simulated kernel says that it has taken everything that was sent on a connection.
///
/// It always has at once, and saying so each time would cost as much as the sending. A machine counts what it was not told of, and gives a
/// link up after so many frames, or when it was told nothing between two pings.
enum Draining {
    /// After so many frames. Far fewer than `Limits.queuedFrames`.
    private static let interval = 64

    /// - Parameters:
    ///   - bytes: What was sent last.
    ///   - undrained: How much was sent since the last time, that included.
    static func isDue(after bytes: [UInt8], undrained: UInt16) -> Bool {
        undrained >= Self.interval || Self.isPing(bytes)
    }

    /// Whether a frame asks for a pong: its first field is the kind, 0.
    private static func isPing(_ bytes: [UInt8]) -> Bool {
        bytes.count > Frame.headerLength + 1 && bytes[4] == 0 && UInt16(bytes[5]) == MessageType.ping.rawValue
            && bytes[Frame.headerLength] == 0x08 && bytes[Frame.headerLength + 1] == 0
    }
}
