import TLS

/// Two sessions of one connection with a perfect wire between them.
final class TLSPair {
    /// More flights than a handshake can have.
    private static let flightsMaximum = 10

    var client: TLSSession
    var server: TLSSession

    /// Between two of our own ends.
    convenience init() throws {
        let server = try TLSContext.server()
        try self.init(server: server)
    }

    /// Between our own client and some server.
    convenience init(server: borrowing TLSContext) throws {
        let client = try TLSContext.client()
        try self.init(client: client, server: server)
    }

    /// Between some client and our own server.
    convenience init(client: borrowing TLSContext) throws {
        let server = try TLSContext.server()
        try self.init(client: client, server: server)
    }

    init(client: borrowing TLSContext, server: borrowing TLSContext) throws {
        self.client = try TLSSession(client)
        self.server = try TLSSession(server)
    }

    // `#expect` cannot look into values that cannot be copied.
    var clientFinished: FinishedMessages? { self.client.finishedMessages }
    var serverFinished: FinishedMessages? { self.server.finishedMessages }
    var clientCipher: String? { self.client.cipherName }
    var serverCipher: String? { self.server.cipherName }

    /// Runs the handshake to its end, or to the first error of either side.
    func handshake() throws {
        for _ in 0..<Self.flightsMaximum {
            let clientProgress = try self.client.handshake()
            try self.carryToServer()
            let serverProgress = try self.server.handshake()
            try self.carryToClient()
            if clientProgress == .done, serverProgress == .done { return }
        }
        throw Stuck()
    }

    func carryToServer() throws {
        let bytes = self.client.takeOutput()
        try self.server.receive(bytes)
    }

    func carryToClient() throws {
        let bytes = self.server.takeOutput()
        try self.client.receive(bytes)
    }

    /// Says something on the client and returns what the server reads.
    func say(_ bytes: [UInt8]) throws -> TLSSession.ReadResult {
        try self.client.write(bytes)
        try self.carryToServer()
        return try self.server.read(maximum: 16_384)
    }

    struct Stuck: Error {}
}

/// The content types of the TLS records in a stream; `nil` unless it is made of whole records.
func recordTypes(_ stream: [UInt8]) -> [UInt8]? {
    var rest = stream[...]
    var types: [UInt8] = []
    while let type = rest.first {
        guard rest.count >= 5 else { return nil }
        let length = Int(rest[rest.startIndex + 3]) << 8 | Int(rest[rest.startIndex + 4])
        guard rest.count >= 5 + length else { return nil }
        types.append(type)
        rest = rest.dropFirst(5 + length)
    }
    return types
}

extension TLSSession {
    mutating func receive(_ bytes: [UInt8]) throws(TLSError) {
        try self.receive(bytes.span.bytes)
    }

    mutating func write(_ bytes: [UInt8]) throws(TLSError) {
        try self.write(bytes.span.bytes)
    }
}
