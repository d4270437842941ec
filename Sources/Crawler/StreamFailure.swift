package import TLS

/// Why a connection did not carry what it should.
package enum StreamFailure: Error, Equatable, Sendable {
    /// The other end closed it, with or without saying so.
    case closed
    /// The other end, or something on the way, reset it.
    case reset
    /// The other end said too little in time.
    case timedOut
    /// What the other end sent is not TLS that we accept.
    case tls(TLSError)
    /// The system refused; with the `errno`.
    case system(Int32)
}

extension StreamFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .closed: "closed by the other end"
        case .reset: "reset by the other end"
        case .timedOut: "no answer in time"
        case .tls(let error): error.description
        case .system(let code): TCPFailure.text(code)
        }
    }
}
