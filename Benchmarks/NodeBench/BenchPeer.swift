internal import Addressing
internal import Glibc
internal import PeerProtocol
internal import Skywelld
internal import TLS

/// One connection to a server of frames: a lean client, the same for a node and for bare OpenSSL.
final class BenchPeer {
    private let descriptor: Int32
    private var session: TLSSession
    private var decoder = FrameDecoder(wanted: [.validation, .ping])
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    init(_ context: borrowing TLSContext, port: Port) throws {
        self.session = try TLSSession(context)
        self.descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var (address, yes) = (sockaddr_in(), Int32(1))
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.rawValue.bigEndian
        address.sin_addr.s_addr = IPv4Address.loopback.rawValue.bigEndian
        setsockopt(self.descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        let result = withUnsafeBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { connect(self.descriptor, $0.baseAddress, socklen_t(16)) }
        }
        guard result == 0 else { fatalError("cannot connect") }
        while try self.session.handshake() == .needsInput {
            self.flush()
            try self.receive()
        }
        self.flush()
    }

    deinit {
        close(self.descriptor)
    }

    /// Becomes a peer.
    func upgrade(_ key: NodeKey) throws {
        guard let finished = self.session.finishedMessages,
            let session = SessionValue(localFinished: finished.local, peerFinished: finished.peer),
            let networkTime = NetworkTime.fromUnix(UInt64(time(nil)))
        else { fatalError("no session value") }
        let fields = HandshakeFields(
            software: "bench",
            crawl: .private,
            publicKey: key.publicKey.base58,
            signature: key.sign(digest: session.bytes),
            networkTime: networkTime
        )
        try self.send(HandshakeRequest(fields).bytes)
        var reader = HTTPHeadReader<HTTPResponseHead>()
        while true {
            guard case .bytes(let bytes) = try self.session.read(maximum: 16_384) else {
                try self.receive()
                continue
            }
            var rest = bytes[...]
            guard let head = try reader.read(&rest) else { continue }
            guard head.status == 101 else { fatalError("refused: \(head.status)") }
            _ = try self.count(&rest)
            return
        }
    }

    func send(_ bytes: [UInt8]) throws {
        try self.session.write(bytes.span.bytes)
        self.flush()
    }

    /// Reads on until so many validations have come.
    func expectValidations(_ count: Int) throws {
        var missing = count
        while missing > 0 {
            switch try self.session.read(maximum: 16_384) {
            case .bytes(let bytes):
                var rest = bytes[...]
                missing -= try self.count(&rest)
            case .needsInput: try self.receive()
            case .closed: fatalError("the server left")
            }
        }
    }

    /// Answers pings, as a peer has to.
    private func count(_ rest: inout ArraySlice<UInt8>) throws -> Int {
        var validations = 0
        while !rest.isEmpty {
            guard case .frame(let frame) = try self.decoder.read(&rest) else { continue }
            switch try Message(frame, limits: FrameLimits()) {
            case .validation: validations += 1
            case .ping(let ping) where ping.kind == .ping: try self.send(ping.pong.frame.bytes)
            default: break
            }
        }
        return validations
    }

    private func receive() throws {
        let count = recv(self.descriptor, &self.buffer, self.buffer.count, 0)
        guard count > 0 else { fatalError("the server left") }
        let bytes = Array(self.buffer[..<count])
        try self.session.receive(bytes.span.bytes)
    }

    private func flush() {
        let bytes = self.session.takeOutput()
        var sent = 0
        while sent < bytes.count {
            let result = bytes[sent...].withUnsafeBytes { Glibc.send(self.descriptor, $0.baseAddress, $0.count, 0) }
            guard result > 0 else { fatalError("the server left") }
            sent += result
        }
    }
}
