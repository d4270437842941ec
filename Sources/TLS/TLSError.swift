private import COpenSSL

/// OpenSSL refused an operation: usually because of what the other end sent.
///
/// Source: `openssl/err.h`, `ERR_get_error`.
package struct TLSError: Error, Equatable, Sendable {
    /// The operation that failed, named as in OpenSSL: `SSL_do_handshake`.
    package let operation: String
    /// What OpenSSL says about it, outermost cause last; may be empty. At most 16, the length of its queue.
    package let reasons: [String]

    package init(operation: String, reasons: [String]) {
        self.operation = operation
        self.reasons = reasons
    }

    /// Makes an error of everything in this thread's error queue, and empties the queue.
    static func draining(_ operation: String) -> TLSError {
        var reasons: [String] = []
        while case let code = ERR_get_error(), code != 0 {
            reasons.append(Self.reason(code))
        }
        return TLSError(operation: operation, reasons: reasons)
    }

    /// The fixed English sentence of OpenSSL: it never holds bytes of the peer.
    private static func reason(_ code: UInt) -> String {
        guard let text = ERR_reason_error_string(code) else { return "error \(String(code, radix: 16))" }
        return String(cString: text)
    }
}

extension TLSError: CustomStringConvertible {
    package var description: String {
        self.reasons.isEmpty ? self.operation : "\(self.operation): \(self.reasons.joined(separator: ", "))"
    }
}
