internal import Glibc

/// Why there is no TCP connection.
package enum TCPFailure: Error, Hashable, Sendable {
    /// The other end, or a firewall on the way, answered with a reset.
    case refused
    /// Nobody answered in time.
    case timedOut
    /// The network says that there is no way; with the `errno`, such as `EHOSTUNREACH`.
    case unreachable(Int32)
    /// The source address cannot be used here; with the `errno`.
    case sourceUnavailable(Int32)
    /// The system refused; with the `errno`, such as `EMFILE`.
    case system(Int32)

    /// What a failed `connect` means.
    init(connect code: Int32) {
        switch code {
        case ECONNREFUSED: self = .refused
        case ETIMEDOUT: self = .timedOut
        case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN, EACCES, EPERM: self = .unreachable(code)
        default: self = .system(code)
        }
    }
}

extension TCPFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .refused: "connection refused"
        case .timedOut: "no answer in time"
        case .unreachable(let code): "unreachable: \(Self.text(code))"
        case .sourceUnavailable(let code): "cannot use the source address: \(Self.text(code))"
        case .system(let code): Self.text(code)
        }
    }

    static func text(_ code: Int32) -> String {
        String(cString: strerror(code)).lowercased()
    }
}
