/// How far a connection came, and why not further.
package enum ConnectionFailure: Error, Equatable, Sendable {
    /// There is no TCP connection.
    case connecting(TCPFailure)
    /// TCP is there, TLS is not.
    case securing(StreamFailure)
    /// TLS is there; the answer is not.
    case talking(StreamFailure)
}

extension ConnectionFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .connecting(let failure): "TCP: \(failure)"
        case .securing(let failure): "TLS: \(failure)"
        case .talking(let failure): "after TLS: \(failure)"
        }
    }
}
