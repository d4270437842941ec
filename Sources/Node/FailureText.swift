internal import Files
private import Glibc
private import NIOCore
private import Overlay
private import TLS

/// What a log may say about an error. Those of the network library can name the other end, so only what is known to hold no
/// address is told in its own words.
struct FailureText: CustomStringConvertible {
    let description: String

    init(_ error: any Error) {
        self.description =
            switch error {
            case let error as TLSError: error.description
            case let error as SystemCallError: error.description
            case let error as IOError: String(cString: strerror(error.errnoCode)).lowercased()
            default: ConnectionEnd(error).rawValue
            }
    }
}
