internal import COpenSSL

/// One end of one TLS connection, without a socket: bytes in, bytes out; the one owner of an `SSL*`.
///
/// Encrypted bytes from the other end go in with ``receive(_:)``; after each operation ``takeOutput()`` holds what has
/// to be sent to it, also after an error (the alert that explains it).
///
/// ```swift
/// try session.receive(fromSocket)
/// if try session.handshake() == .done { … }
/// socket.write(session.takeOutput())
/// ```
package struct TLSSession: ~Copyable {
    package enum Progress: Equatable, Sendable {
        case done
        /// The other end has to say something first.
        case needsInput
    }

    package enum ReadResult: Equatable, Sendable {
        case bytes([UInt8])
        /// No complete record is there.
        case needsInput
        /// The other end said that it has nothing more to say (`close_notify`).
        case closed
    }

    /// Most bytes that ``receive(_:)`` keeps: three of the longest records. Whoever reads after each call never meets it.
    package static let pendingInputMaximum = 3 * (16_384 + 2_048 + 5)
    /// Longest Finished message of any TLS version, in bytes.
    private static let finishedMaximum = 64

    let ssl: OpaquePointer
    /// Owned by `ssl`.
    private let input: OpaquePointer
    /// Owned by `ssl`.
    private let output: OpaquePointer
    /// After a fatal error OpenSSL forbids to go on, a polite shutdown included.
    private var hasFailed = false

    package init(_ context: borrowing TLSContext) throws(TLSError) {
        ERR_clear_error()
        guard let ssl = SSL_new(context.handle) else { throw TLSError.draining("SSL_new") }
        guard let input = BIO_new(BIO_s_mem()), let output = BIO_new(BIO_s_mem()) else {
            SSL_free(ssl)
            throw TLSError.draining("BIO_new")
        }
        SSL_set_bio(ssl, input, output)
        switch context.role {
        case .client: SSL_set_connect_state(ssl)
        case .server: SSL_set_accept_state(ssl)
        }
        self.ssl = ssl
        self.input = input
        self.output = output
    }

    deinit {
        SSL_free(self.ssl)
    }

    /// Takes encrypted bytes of the other end, in any split.
    ///
    /// - Throws: When more than ``pendingInputMaximum`` would wait to be read.
    package mutating func receive(_ bytes: RawSpan) throws(TLSError) {
        guard !bytes.isEmpty else { return }
        guard BIO_ctrl_pending(self.input) + bytes.byteCount <= Self.pendingInputMaximum else {
            throw TLSError(operation: "BIO_write", reasons: ["more than \(Self.pendingInputMaximum) bytes unread"])
        }
        ERR_clear_error()
        let written = bytes.withUnsafeBytes { BIO_write(self.input, $0.baseAddress, Int32($0.count)) }
        guard written == bytes.byteCount else { throw TLSError.draining("BIO_write") }
    }

    /// Goes on with the handshake as far as the bytes received allow; harmless when it is done.
    package mutating func handshake() throws(TLSError) -> Progress {
        ERR_clear_error()
        let result = SSL_do_handshake(self.ssl)
        guard result != 1 else {
            // Not before: each of its many small records would cost two large blocks of memory.
            SSL_ctrl(self.ssl, SSL_CTRL_MODE, SSL_MODE_RELEASE_BUFFERS, nil)
            return .done
        }
        guard SSL_get_error(self.ssl, result) == SSL_ERROR_WANT_READ else { throw self.failure("SSL_do_handshake") }
        return .needsInput
    }

    /// Decrypts at most one record.
    ///
    /// - Parameter maximum: Most bytes to return, at least 1; what is left of the record comes with the next call.
    /// - Returns: What there is to read now.
    /// - Throws: When the other end broke the protocol; the alert that says so waits in the output.
    package mutating func read(maximum: Int) throws(TLSError) -> ReadResult {
        guard !self.isExhausted else { return .needsInput }
        ERR_clear_error()
        let unsent = BIO_ctrl_pending(self.output)
        let (result, bytes) = self.decrypted(maximum: maximum)
        let code = result > 0 ? SSL_ERROR_NONE : SSL_get_error(self.ssl, result)
        switch code {
        case SSL_ERROR_NONE, SSL_ERROR_WANT_READ:
            // Each refused renegotiation is an alert to send. Who asks again and again and does not read the refusals
            // would fill our memory, and no stock peer asks even once.
            guard BIO_ctrl_pending(self.output) == unsent else {
                self.hasFailed = true
                throw TLSError(operation: "SSL_read", reasons: ["renegotiation refused"])
            }
            return code == SSL_ERROR_NONE ? .bytes(bytes) : .needsInput
        case SSL_ERROR_ZERO_RETURN:
            return .closed
        default:
            throw self.failure("SSL_read")
        }
    }

    /// Whether nothing has come that was not read, so that there is no need to ask OpenSSL.
    private var isExhausted: Bool {
        SSL_has_pending(self.ssl) == 0 && BIO_ctrl_pending(self.input) == 0
            && SSL_get_shutdown(self.ssl) & SSL_RECEIVED_SHUTDOWN == 0 && SSL_is_init_finished(self.ssl) == 1
    }

    /// Makes room for what can be there, and not for the longest record: nothing is longer decrypted than it was before.
    private mutating func decrypted(maximum: Int) -> (result: Int32, bytes: [UInt8]) {
        let pending = Int(SSL_pending(self.ssl))
        let isWithinRecord = pending == 0 && SSL_has_pending(self.ssl) == 1
        let available = isWithinRecord ? maximum : pending > 0 ? pending : BIO_ctrl_pending(self.input)
        var result: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: max(1, min(maximum, available))) { buffer, count in
            result = SSL_read(self.ssl, buffer.baseAddress, Int32(clamping: buffer.count))
            count = max(0, Int(result))
        }
        return (result, bytes)
    }

    /// Encrypts bytes with exactly one `SSL_write`: one record for every 16 KiB begun.
    ///
    /// The stock server needs each protocol message in a write of its own. Source: skywelld reference §4.1.
    ///
    /// - Throws: Also before the handshake is done.
    package mutating func write(_ bytes: RawSpan) throws(TLSError) {
        guard !bytes.isEmpty else { return }
        guard SSL_is_init_finished(self.ssl) == 1 else {
            throw TLSError(operation: "SSL_write", reasons: ["handshake not finished"])
        }
        ERR_clear_error()
        var written = 0
        let result = bytes.withUnsafeBytes { SSL_write_ex(self.ssl, $0.baseAddress, $0.count, &written) }
        guard result == 1, written == bytes.byteCount else { throw self.failure("SSL_write") }
    }

    /// How many encrypted bytes wait to be sent.
    package var outputCount: Int {
        BIO_ctrl_pending(self.output)
    }

    /// The encrypted bytes that wait to be sent, once.
    package mutating func takeOutput() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: self.outputCount) { buffer, count in
            count = self.takeOutput(into: UnsafeMutableRawBufferPointer(buffer))
        }
    }

    /// The same without an array of its own, for those who have room already.
    ///
    /// - Returns: How many bytes were written: as many as waited, or as there was room for.
    package mutating func takeOutput(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let start = buffer.baseAddress, !buffer.isEmpty else { return 0 }
        return max(0, Int(BIO_read(self.output, start, Int32(clamping: buffer.count))))
    }

    /// Says that nothing more will be written (`close_notify`), if the handshake got far enough to say it.
    package mutating func shutdown() {
        guard !self.hasFailed, SSL_is_init_finished(self.ssl) == 1 else { return }
        ERR_clear_error()
        SSL_shutdown(self.ssl)
    }

    /// Both Finished messages; `nil` until the handshake is done.
    package var finishedMessages: FinishedMessages? {
        guard SSL_is_init_finished(self.ssl) == 1 else { return nil }
        return FinishedMessages(local: self.finished(SSL_get_finished), peer: self.finished(SSL_get_peer_finished))
    }

    /// The agreed cipher suite under OpenSSL's name, such as `ECDHE-ECDSA-AES256-GCM-SHA384`; `nil` before agreement.
    package var cipherName: String? {
        guard let cipher = SSL_get_current_cipher(self.ssl) else { return nil }
        return String(cString: SSL_CIPHER_get_name(cipher))
    }

    private borrowing func finished(
        _ function: (OpaquePointer?, UnsafeMutableRawPointer?, Int) -> Int
    ) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.finishedMaximum) { buffer, count in
            count = min(function(self.ssl, buffer.baseAddress, buffer.count), buffer.count)
        }
    }

    private mutating func failure(_ operation: String) -> TLSError {
        self.hasFailed = true
        return TLSError.draining(operation)
    }
}
