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

    /// What applies to a type.
    private struct Rule {
        let type: MessageType?
        let maximumLength: Int
        /// Payloads up to this length are kept; negative if none are.
        let keptLength: Int
    }

    /// By the numbers of the types; the last one is for all others.
    private let rules: [Rule]
    private var state = State.header([])

    /// - Parameters:
    ///   - limits: What is longer is an error.
    ///   - wanted: The types whose payloads the caller reads.
    ///   - checked: The types whose payloads the caller reads if they are short, to see whether they are in order.
    package init(limits: FrameLimits = FrameLimits(), wanted: Set<MessageType>, checked: Set<MessageType> = []) {
        let highest = MessageType.allCases.map(\.rawValue).max() ?? 0
        self.rules = (0...highest + 1).map { rawType in
            let type = MessageType(rawValue: rawType)
            let maximumLength = limits.maximumLength(of: type)
            let isChecked = type.map(checked.contains) ?? false
            let isWanted = type.map(wanted.contains) ?? false
            return Rule(
                type: type,
                maximumLength: maximumLength,
                keptLength: isWanted ? maximumLength : isChecked ? min(limits.checkedLength, maximumLength) : -1
            )
        }
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
        if let whole = try self.readWhole(&bytes) { return whole }
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

    /// Whether what comes next is the start of a frame.
    package var isBetweenFrames: Bool {
        if case .header(let received) = self.state { received.isEmpty } else { false }
    }

    /// The type of bytes that are one frame of a wanted type, neither more nor less, and in order as far as a header can tell.
    package func typeOfWhole(_ bytes: [UInt8]) -> MessageType? {
        guard bytes.count >= Frame.headerLength else { return nil }
        let length = Int(bytes[0]) << 24 | Int(bytes[1]) << 16 | Int(bytes[2]) << 8 | Int(bytes[3])
        let rule = self.rules[min(Int(bytes[4]) << 8 | Int(bytes[5]), self.rules.count - 1)]
        guard length == bytes.count - Frame.headerLength, length <= rule.keptLength else {
            return nil
        }
        return rule.type
    }

    /// Takes a frame that lies in front in one piece, as most do, without holding any of it in between.
    private func readWhole(_ bytes: inout ArraySlice<UInt8>) throws(FrameError) -> Element? {
        guard self.isBetweenFrames, bytes.count >= Frame.headerLength else { return nil }
        let start = bytes.startIndex
        let length = (0..<4).reduce(0) { $0 << 8 | Int(bytes[start + $1]) }
        let payload = bytes.dropFirst(Frame.headerLength).prefix(length)
        guard payload.count == length else { return nil }
        let rawType = UInt16(bytes[start + 4]) << 8 | UInt16(bytes[start + 5])
        let type = try self.wantedType(rawType, length: length)
        bytes = bytes.dropFirst(Frame.headerLength + length)
        guard let type else { return .skipped(rawType: rawType, length: length) }
        return .frame(Frame(type, Array(payload)))
    }

    private func begin(_ header: [UInt8]) throws(FrameError) -> State {
        let length = header[..<4].reduce(0) { $0 << 8 | Int($1) }
        let rawType = header[4...].reduce(0) { $0 << 8 | UInt16($1) }
        guard let type = try self.wantedType(rawType, length: length) else {
            return .skipping(rawType: rawType, length: length, remaining: length)
        }
        return .payload(type, length: length, received: [])
    }

    /// The type of a frame, if its payload is kept.
    private func wantedType(_ rawType: UInt16, length: Int) throws(FrameError) -> MessageType? {
        guard rawType != 0 else { throw .typeZero }
        let rule = self.rules[min(Int(rawType), self.rules.count - 1)]
        guard length <= rule.maximumLength else { throw .tooLong(rawType: rawType, length: length) }
        return length <= rule.keptLength ? rule.type : nil
    }

    private static func move(_ count: Int, from bytes: inout ArraySlice<UInt8>, to buffer: inout [UInt8]) {
        let moved = bytes.prefix(count)
        buffer += moved
        bytes = bytes.dropFirst(moved.count)
    }
}
