internal import Addressing
internal import TLS

/// A TLS connection that this process opened: blocking, with one deadline for all that is done until it is moved.
struct SecureConnection: ~Copyable {
    /// Most bytes taken from the socket, or from a record, at once.
    private static let readMaximum = 16_384

    private let tcp: TCPConnection
    private var tls: TLSSession
    private var deadline: Deadline
    /// Everything that the other end has said; `nil` unless somebody wants it, see ``keepTranscript()``.
    private(set) var transcript: [UInt8]?

    /// Connects and shakes hands.
    static func open(
        to endpoint: Endpoint,
        from source: IPv4Address?,
        _ context: borrowing TLSContext,
        timeout: Duration
    ) throws(ConnectionFailure) -> SecureConnection {
        let deadline = Deadline(in: timeout)
        let tcp: TCPConnection
        do {
            tcp = try TCPConnection.open(to: endpoint, from: source, until: deadline)
        } catch {
            throw .connecting(error)
        }
        do {
            let tls = try Self.session(context)
            var connection = SecureConnection(tcp: tcp, tls: tls, deadline: deadline)
            try connection.handshake()
            return connection
        } catch {
            throw .securing(error)
        }
    }

    private static func session(_ context: borrowing TLSContext) throws(StreamFailure) -> TLSSession {
        do { return try TLSSession(context) } catch { throw .tls(error) }
    }

    private init(tcp: consuming TCPConnection, tls: consuming TLSSession, deadline: Deadline) {
        self.tcp = tcp
        self.tls = tls
        self.deadline = deadline
    }

    var finishedMessages: FinishedMessages? {
        self.tls.finishedMessages
    }

    /// Gives whatever comes next its own time.
    mutating func move(_ deadline: Deadline) {
        self.deadline = deadline
    }

    /// Keeps what is said from now on.
    mutating func keepTranscript() {
        self.transcript = []
    }

    mutating func write(_ bytes: [UInt8]) throws(StreamFailure) {
        do { try self.tls.write(bytes.span.bytes) } catch { throw .tls(error) }
        try self.flush()
    }

    /// Waits for decrypted bytes.
    ///
    /// - Throws: Also when the other end has ended its direction.
    mutating func read() throws(StreamFailure) -> [UInt8] {
        while true {
            switch try self.readRecord() {
            case .bytes(let bytes):
                self.transcript?.append(contentsOf: bytes)
                return bytes
            case .needsInput: try self.fill()
            case .closed: throw .closed
            }
        }
    }

    /// Says goodbye, if there is still time and room to say it; the socket closes with the value.
    consuming func close() {
        self.tls.shutdown()
        try? self.flush()
    }

    private mutating func handshake() throws(StreamFailure) {
        while true {
            let progress: TLSSession.Progress
            do {
                progress = try self.tls.handshake()
            } catch {
                try? self.flush()  // the alert
                throw .tls(error)
            }
            try self.flush()
            guard progress == .needsInput else { return }
            try self.fill()
        }
    }

    private mutating func readRecord() throws(StreamFailure) -> TLSSession.ReadResult {
        do { return try self.tls.read(maximum: Self.readMaximum) } catch { throw .tls(error) }
    }

    private mutating func fill() throws(StreamFailure) {
        let bytes = try self.tcp.receive(maximum: Self.readMaximum, until: self.deadline)
        guard !bytes.isEmpty else { throw .closed }
        do { try self.tls.receive(bytes.span.bytes) } catch { throw .tls(error) }
    }

    private mutating func flush() throws(StreamFailure) {
        try self.tcp.send(self.tls.takeOutput(), until: self.deadline)
    }
}
