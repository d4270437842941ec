/// Cuts the bytes of an active link into frames, by their declared lengths.
///
/// Lengths are judged by the header alone, before any of the payload has come. Only the payloads of wanted types are
/// kept; all others are passed over as they come, so that a frame of 64 MiB costs no memory.
package struct FrameDecoder: Sendable {
    /// A frame that has arrived in full.
    package enum Element: Equatable, Sendable {
        case frame(Frame)
        /// A frame of a type that is unknown or not wanted. The length is that of its payload, in bytes.
        case skipped(rawType: UInt16, length: Int)
    }

    private enum State {
        case header([UInt8])
        case payload(MessageType, length: Int, received: [UInt8])
        case skipping(rawType: UInt16, length: Int, remaining: Int)
    }

    private let limits: FrameLimits
    private let wanted: Set<MessageType>
    private var state = State.header([])

    /// - Parameters:
    ///   - limits: What is longer is an error.
    ///   - wanted: The types whose payloads the caller reads.
    package init(limits: FrameLimits = FrameLimits(), wanted: Set<MessageType>) {
        self.limits = limits
        self.wanted = wanted
    }

    /// How many bytes of an unfinished frame are held.
    package var bufferedCount: Int {
        switch self.state {
        case .header(let received), .payload(_, _, let received): received.count
        case .skipping: 0
        }
    }

    /// Takes bytes from the front of what arrived, up to the end of a frame.
    ///
    /// - Returns: The frame, with the rest of the bytes left in `bytes`; `nil` if all bytes are used up and more are
    ///   needed.
    package mutating func read(_ bytes: inout ArraySlice<UInt8>) throws(FrameError) -> Element? {
        if case .header(var header) = self.state {
            Self.move(Frame.headerLength - header.count, from: &bytes, to: &header)
            self.state = header.count < Frame.headerLength ? .header(header) : try self.begin(header)
        }
        switch self.state {
        case .header:
            return nil
        case .payload(let type, let length, var received):
            self.state = .header([])  // the buffer must have one owner, or growing it copies it
            Self.move(length - received.count, from: &bytes, to: &received)
            guard received.count < length else { return .frame(Frame(type, received)) }
            self.state = .payload(type, length: length, received: received)
        case .skipping(let rawType, let length, let remaining):
            let passed = min(remaining, bytes.count)
            bytes = bytes.dropFirst(passed)
            guard passed < remaining else {
                self.state = .header([])
                return .skipped(rawType: rawType, length: length)
            }
            self.state = .skipping(rawType: rawType, length: length, remaining: remaining - passed)
        }
        return nil
    }

    private func begin(_ header: [UInt8]) throws(FrameError) -> State {
        let length = header[..<4].reduce(0) { $0 << 8 | Int($1) }
        let rawType = header[4...].reduce(0) { $0 << 8 | UInt16($1) }
        guard rawType != 0 else { throw .typeZero }
        let type = MessageType(rawValue: rawType)
        guard length <= self.limits.maximumLength(of: type) else { throw .tooLong(rawType: rawType, length: length) }
        guard let type, self.wanted.contains(type) else {
            return .skipping(rawType: rawType, length: length, remaining: length)
        }
        return .payload(type, length: length, received: [])
    }

    private static func move(_ count: Int, from bytes: inout ArraySlice<UInt8>, to buffer: inout [UInt8]) {
        let moved = bytes.prefix(count)
        buffer += moved
        bytes = bytes.dropFirst(moved.count)
    }
}
