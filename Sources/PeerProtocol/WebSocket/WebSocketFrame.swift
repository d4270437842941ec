/// What a server sends on a WebSocket: always whole messages, never masked.
///
/// Source: RFC 6455 §5.
package enum WebSocketFrame: Equatable, Sendable {
    case text([UInt8])
    case ping
    /// With what the ping carried.
    case pong([UInt8])
    case close(WebSocketError?)

    package var bytes: [UInt8] {
        switch self {
        case .text(let text): Self.frame(.text, text)
        case .ping: Self.frame(.ping, [])
        case .pong(let payload): Self.frame(.pong, payload)
        case .close(let error): Self.frame(.close, BigEndian.bytes(error?.rawValue ?? Self.normalClosure))
        }
    }

    /// Source: RFC 6455 §7.4.1.
    private static let normalClosure: UInt16 = 1000

    enum Opcode: UInt8 {
        case continuation = 0
        case text = 1
        case binary = 2
        case close = 8
        case ping = 9
        case pong = 10

        var isControl: Bool {
            self.rawValue >= Self.close.rawValue
        }
    }

    private static func frame(_ opcode: Opcode, _ payload: [UInt8]) -> [UInt8] {
        let first = 0x80 | opcode.rawValue
        switch payload.count {
        case ..<126: return [first, UInt8(payload.count)] + payload
        case ..<65_536: return [first, 126] + BigEndian.bytes(UInt16(payload.count)) + payload
        default: return [first, 127] + BigEndian.bytes(UInt64(payload.count)) + payload
        }
    }
}
