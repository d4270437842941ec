/// Why a text is no JSON that is read here.
package enum JSONError: Error, Equatable, Sendable {
    /// At this byte, from 0.
    case malformed(at: Int)
    /// Arrays and objects in each other, beyond the limit.
    case tooDeep
    /// Something follows the value, at this byte.
    case trailing(at: Int)
}
