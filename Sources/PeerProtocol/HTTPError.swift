/// Why the bytes of a connection are not the HTTP that was expected.
package enum HTTPError: Error, Equatable, Sendable {
    /// The head is longer than its limit.
    case headTooLong
    /// A control character where text was expected: noise, or another protocol.
    case controlCharacter
    /// The first line is not that of a request, or of a response.
    case malformedStartLine
    /// A line that is not `name: value`.
    case malformedField
    /// A response without a usable `Content-Length`.
    case unknownBodyLength
    /// A body that is longer than the caller wants to take.
    case bodyTooLong
}
