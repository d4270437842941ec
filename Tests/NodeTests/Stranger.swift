import Addressing
import Glibc
import PeerProtocol
import Skywelld
import TLS
import TestSupport
import Testing

@testable import Crawler

/// What somebody without good manners does to a peer port.
enum Stranger: String, CaseIterable, Codable {
    case earlyClose, halfClosed, plainHTTP, noise, cutShortHello
    case silentAfterTLS, closedAfterTLS, headerNoise, hugeHeader, badSignature, wrongPath
    case typeZero, hugeFrame, deprecatedHello, frameCutShort, frameNoise, malformedPing

    /// Does it, and waits for the end of the connection where the node has to end it.
    func visit(_ endpoint: Endpoint) throws {
        switch self {
        case .earlyClose: _ = try RawPeer(tcp: endpoint)
        case .halfClosed: try RawPeer(tcp: endpoint).endDirection()
        case .plainHTTP: try RawPeer(tcp: endpoint).say([UInt8]("GET /crawl HTTP/1.1\r\n\r\n".utf8))
        case .noise: try RawPeer(tcp: endpoint).say((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        case .cutShortHello: try RawPeer(tcp: endpoint).say([22, 3, 1, 1, 0, 1, 0, 0, 252, 3])
        case .silentAfterTLS: try SecurePeer(endpoint).expectEnd()
        case .closedAfterTLS: try SecurePeer(endpoint).leave()
        case .headerNoise: try SecurePeer(endpoint).say([0, 1, 2, 3]).expectEnd()
        case .hugeHeader: try SecurePeer(endpoint).say([UInt8](repeating: 65, count: 1 << 20)).expectEnd()
        case .badSignature: try SecurePeer(endpoint).upgrade(signing: [UInt8](repeating: 7, count: 32)).expectEnd()
        case .wrongPath: try SecurePeer(endpoint).say([UInt8]("POST /other HTTP/1.0\r\n\r\n".utf8)).expectEnd()
        case .typeZero: try SecurePeer(endpoint).upgrade().say([0, 0, 0, 0, 0, 0]).expectEnd()
        case .hugeFrame: try SecurePeer(endpoint).upgrade().say([255, 255, 255, 255, 0, 34]).expectEnd()
        case .deprecatedHello: try SecurePeer(endpoint).upgrade().say([0, 0, 0, 0, 0, 1]).expectEnd()
        case .frameCutShort: try SecurePeer(endpoint).upgrade().say([0, 0, 1, 0, 0, 3, 8]).leave()
        case .frameNoise: try SecurePeer(endpoint).upgrade().say([UInt8](repeating: 0xA5, count: 50_000)).expectEnd()
        case .malformedPing: try SecurePeer(endpoint).upgrade().say([0, 0, 0, 1, 0, 3, 255]).expectEnd()
        }
    }
}

/// A TCP connection without any protocol on it.
final class RawPeer {
    /// It did not come about.
    struct Failure: Error {
        /// Of the system call.
        let code: Int32
    }

    private let descriptor: Int32

    /// - Parameters:
    ///   - endpoint: Of the node.
    ///   - source: The address that it is to come from. Where there are many, another one than the tests' own leaves them its
    ///     ports to listen on.
    init(tcp endpoint: Endpoint, from source: IPv4Address? = nil) throws {
        self.descriptor = try Self.connect(endpoint, source)
    }

    deinit {
        close(self.descriptor)
    }

    /// Says it as far as the node listens, then waits for the end of the connection.
    func say(_ bytes: [UInt8]) throws {
        _ = bytes.withUnsafeBytes { send(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        self.endDirection()
    }

    /// Says it as far as the kernel takes it, and waits for nothing.
    func push(_ bytes: [UInt8]) {
        let options = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        _ = bytes.withUnsafeBytes { send(self.descriptor, $0.baseAddress, $0.count, options) }
    }

    /// Ends our direction, then waits for the end of the other.
    func endDirection() {
        shutdown(self.descriptor, Int32(SHUT_WR))
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while recv(self.descriptor, &buffer, buffer.count, 0) > 0 {}
    }

    /// Whether the other end cuts it off within some seconds, without a goodbye.
    func isReset() -> Bool {
        var byte: UInt8 = 0
        return recv(self.descriptor, &byte, 1, 0) < 0 && errno == ECONNRESET
    }

    /// Whether the other end ends it within some seconds.
    func isEnded() -> Bool {
        var byte: UInt8 = 0
        return recv(self.descriptor, &byte, 1, 0) == 0
    }

    private static func connect(_ endpoint: Endpoint, _ source: IPv4Address?) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(descriptor >= 0)
        var patience = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        guard endpoint.connect(descriptor, from: source) else {
            let failure = Failure(code: errno)
            close(descriptor)
            throw failure
        }
        return descriptor
    }
}

/// A TLS connection to a node that can be taken to any stage.
final class SecurePeer {
    private var connection: SecureConnection
    private var decoder = FrameDecoder(wanted: Message.readableTypes)

    /// - Parameters:
    ///   - endpoint: Of the node.
    ///   - source: The address that it is to come from.
    ///   - timeout: How long the connection may live.
    init(_ endpoint: Endpoint, from source: IPv4Address? = nil, timeout: Duration = .seconds(5)) throws {
        let context = try TLSContext.client()
        self.connection = try SecureConnection.open(to: endpoint, from: source, context, timeout: timeout)
    }

    /// Becomes a peer, or pretends to, by signing something else than what both ends share.
    @discardableResult
    func upgrade(signing digest: [UInt8]? = nil, as name: String = "stranger") throws -> Self {
        let messages = self.connection.finishedMessages
        let finished = try #require(messages)
        let session = try #require(SessionValue(localFinished: finished.local, peerFinished: finished.peer))
        let key = NodeKey(seed: Seed(passphrase: "test-only \(name)"))
        let fields = HandshakeFields(
            software: "stranger",
            crawl: .private,
            publicKey: key.publicKey.base58,
            signature: key.sign(digest: digest ?? session.bytes),
            networkTime: networkTime
        )
        try self.connection.write(HandshakeRequest(fields).bytes)
        guard digest == nil else { return self }
        let response = try self.connection.readResponse(headLimit: 80 * 1_024, bodyLimit: 1_024)
        try #require(response.head.status == 101)
        return self
    }

    /// Says it as far as the node listens.
    @discardableResult
    func say(_ bytes: [UInt8]) -> Self {
        try? self.connection.write(bytes)
        return self
    }

    /// Asks for a pong, and passes over everything that comes before it.
    ///
    /// - Parameter sequence: One that was not used before on this connection.
    /// - Returns: How long it took.
    func ping(_ sequence: UInt32) throws -> Duration {
        let start = ContinuousClock.now
        try self.connection.write(Ping(.ping, sequence: sequence).frame.bytes)
        while true {
            var rest = try self.connection.read()[...]
            while !rest.isEmpty {
                guard case .frame(let frame)? = try self.decoder.read(&rest) else { continue }
                guard case .ping(let ping)? = try Message(frame), ping.kind == .pong, ping.sequence == sequence else {
                    continue
                }
                return ContinuousClock.now - start
            }
        }
    }

    /// Reads until the node ends the connection; fails if it does not.
    func expectEnd() throws {
        let end = #expect(throws: StreamFailure.self) {
            while true { _ = try self.connection.read() }
        }
        #expect(end == .closed || end == .reset)
    }

    /// Reads until the node has said goodbye.
    func readAll() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let part = try self.readUnlessClosed() { bytes += part }
        return bytes
    }

    private func readUnlessClosed() throws -> [UInt8]? {
        do {
            return try self.connection.read()
        } catch {
            guard error == .closed else { throw error }
            return nil
        }
    }

    /// Goes without a word.
    func leave() {}
}
