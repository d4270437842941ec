/// Why a WebSocket is closed by us. The raw value is its code (RFC 6455 §7.4.1).
package enum WebSocketError: UInt16, Error, Equatable, Sendable {
    case protocolError = 1002
    /// Binary messages: commands are text.
    case unsupportedData = 1003
    case messageTooBig = 1009
}
