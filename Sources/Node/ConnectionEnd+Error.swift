private import Glibc
private import NIOCore
internal import Overlay
private import TLS

extension ConnectionEnd {
    /// What an error of a channel means for its connection.
    init(_ error: any Error) {
        switch error {
        case is TLSError: self = .tlsFailed
        case let error as IOError where error.errnoCode == ECONNREFUSED: self = .refused
        case let error as IOError where [ECONNRESET, EPIPE].contains(error.errnoCode): self = .reset
        case ChannelError.eof, ChannelError.inputClosed: self = .closedByPeer
        default: self = .unreachable
        }
    }
}
