/// Why a node did not start.
package struct NodeError: Error, Equatable, Sendable {
    package enum Code: Equatable, Sendable {
        /// The peer port cannot be listened on.
        case cannotBind
        /// OpenSSL could not make what every connection needs.
        case cannotPrepareTLS
    }

    package let code: Code
    /// What was tried, and because of what it failed.
    package let message: String

    /// Of the configuration file that asked for it, from 1; `nil` if no line did.
    package let line: Int?

    static func cannotBind(_ socket: String, line: Int?, _ error: any Error) -> NodeError {
        NodeError(code: .cannotBind, message: "cannot listen on \(socket): \(FailureText(error))", line: line)
    }

    static func cannotPrepareTLS(_ cause: String) -> NodeError {
        NodeError(code: .cannotPrepareTLS, message: "cannot prepare TLS: \(cause)", line: nil)
    }
}
