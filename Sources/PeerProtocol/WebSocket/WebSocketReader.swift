/// Reads what a client sends on a WebSocket, from bytes that come in any split.
///
/// Source: RFC 6455 §5.
package struct WebSocketReader: Sendable {
    package enum Element: Equatable, Sendable {
        /// A whole message, however many frames it came in. Whether it is UTF-8 is for its reader to find out.
        case text([UInt8])
        case ping([UInt8])
        case pong
        case close
    }

    private struct Header {
        let isFinal: Bool
        let opcode: WebSocketFrame.Opcode
        let length: Int
        let mask: ArraySlice<UInt8>
    }

    private enum State {
        case header([UInt8])
        case payload(Header, received: [UInt8])
    }

    private let limit: Int
    private var state = State.header([])
    /// The frames so far of a message that is not complete; `nil` between messages.
    private var message: [UInt8]?

    /// - Parameter limit: The longest message, in bytes.
    package init(limit: Int) {
        self.limit = limit
    }

    /// How many bytes are held: at most the limit and a control frame.
    package var bufferedCount: Int {
        let rest = self.message?.count ?? 0
        switch self.state {
        case .header(let received), .payload(_, let received): return rest + received.count
        }
    }

    /// Takes bytes from the front of what arrived, up to the end of a message.
    ///
    /// - Returns: The message, with the rest of the bytes left in `bytes`; `nil` if more are needed.
    package mutating func read(_ bytes: inout ArraySlice<UInt8>) throws(WebSocketError) -> Element? {
        while true {
            switch self.state {
            case .header(var received):
                self.state = .header([])
                guard let header = try self.readHeader(&bytes, &received) else {
                    self.state = .header(received)
                    return nil
                }
                self.state = .payload(header, received: [])
            case .payload(let header, var received):
                self.state = .header([])  // one owner for the buffer
                let missing = bytes.prefix(header.length - received.count)
                received += missing
                bytes = bytes.dropFirst(missing.count)
                guard received.count == header.length else {
                    self.state = .payload(header, received: received)
                    return nil
                }
                if let element = try self.take(header, received) { return element }
            }
        }
    }

    private func readHeader(
        _ bytes: inout ArraySlice<UInt8>,
        _ received: inout [UInt8]
    ) throws(WebSocketError) -> Header? {
        while received.count < Self.headerLength(received) {
            guard let byte = bytes.popFirst() else { return nil }
            received.append(byte)
        }
        // Nobody may use the reserved bits without having agreed on an extension, and clients have to mask.
        guard received[0] & 0x70 == 0, received[1] & 0x80 != 0,
            let opcode = WebSocketFrame.Opcode(rawValue: received[0] & 0x0F)
        else { throw .protocolError }
        let isFinal = received[0] & 0x80 != 0
        let short = Int(received[1] & 0x7F)
        let extended = received[2..<(received.count - 4)].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        let length = short < 126 ? UInt64(short) : extended
        try self.check(opcode, isFinal: isFinal, length: length)
        return Header(isFinal: isFinal, opcode: opcode, length: Int(length), mask: received.suffix(4))
    }

    private func check(_ opcode: WebSocketFrame.Opcode, isFinal: Bool, length: UInt64) throws(WebSocketError) {
        switch opcode {
        case .close, .ping, .pong:
            guard isFinal, length <= 125 else { throw .protocolError }
        case .continuation:
            guard self.message != nil else { throw .protocolError }
        case .text:
            guard self.message == nil else { throw .protocolError }
        case .binary:
            throw .unsupportedData
        }
        let held = opcode.isControl ? 0 : self.message?.count ?? 0
        guard length <= UInt64(max(0, self.limit - held)) || opcode.isControl else { throw .messageTooBig }
    }

    /// Two bytes, further ones for a long length, and four of the mask; as far as that can be told yet.
    private static func headerLength(_ received: [UInt8]) -> Int {
        guard received.count >= 2 else { return 2 }
        switch received[1] & 0x7F {
        case 126: return 8
        case 127: return 14
        default: return 6
        }
    }

    private mutating func take(_ header: Header, _ masked: [UInt8]) throws(WebSocketError) -> Element? {
        let mask = Array(header.mask)
        let payload = masked.enumerated().map { $1 ^ mask[$0 % 4] }
        switch header.opcode {
        case .ping: return .ping(payload)
        case .pong: return .pong
        case .close: return .close
        case .text, .continuation, .binary:
            let whole = (self.message ?? []) + payload
            self.message = header.isFinal ? nil : whole
            return header.isFinal ? .text(whole) : nil
        }
    }
}
