import Addressing
import Dispatch
import Glibc
import TLS
import Testing

/// A server that takes one connection, shakes hands, waits for a request, says what it was told to, and closes.
///
/// It lives on a thread of its own, because those who ask it block theirs.
final class ScriptedServer {
    enum Manner {
        /// Talks TLS.
        case secure
        /// Sends its text as it is, without TLS.
        case plain
        /// Talks TLS, sends its text, and then keeps the connection open and silent.
        case lingering
    }

    let endpoint: Endpoint
    private let descriptor: Int32
    private let done = DispatchGroup()

    init(_ manner: Manner, saying parts: [[UInt8]]) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutableBytes(of: &address) {
            $0.withMemoryRebound(to: sockaddr.self) {
                bind(descriptor, $0.baseAddress, size) == 0 && listen(descriptor, 1) == 0
                    && getsockname(descriptor, $0.baseAddress, &size) == 0
            }
        }
        let port = Port(rawValue: UInt16(bigEndian: address.sin_port))
        self.endpoint = Endpoint(IPv4Address(rawValue: 0x7F00_0001), try #require(isListening ? port : nil))
        self.descriptor = descriptor
        DispatchQueue(label: "scripted-server").async(group: self.done) {
            let connection = accept(descriptor, nil, nil)
            guard connection >= 0 else { return }
            defer { close(connection) }
            try? Self.serve(connection, manner, parts)
        }
    }

    convenience init(_ manner: Manner = .secure, saying text: String) throws {
        try self.init(manner, saying: [[UInt8](text.utf8)])
    }

    deinit {
        shutdown(self.descriptor, Int32(SHUT_RDWR))
        self.done.wait()
        close(self.descriptor)
    }

    private static func serve(_ connection: Int32, _ manner: Manner, _ parts: [[UInt8]]) throws {
        guard manner != .plain else {
            for part in parts { self.send(connection, part) }
            return
        }
        let context = try TLSContext.server()
        var session = try TLSSession(context)
        while try session.handshake() == .needsInput {
            self.send(connection, session.takeOutput())
            guard try self.receive(connection, &session) else { return }
        }
        self.send(connection, session.takeOutput())
        while try session.read(maximum: 4_096) == .needsInput {
            guard try self.receive(connection, &session) else { return }
        }
        for part in parts {
            try session.write(part.span.bytes)
            self.send(connection, session.takeOutput())
        }
        guard manner == .secure else {
            while try self.receive(connection, &session) { _ = try session.read(maximum: 4_096) }
            return
        }
        session.shutdown()
        self.send(connection, session.takeOutput())
    }

    private static func send(_ connection: Int32, _ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func receive(_ connection: Int32, _ session: inout TLSSession) throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = recv(connection, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        let bytes = [UInt8](buffer.prefix(count))
        try session.receive(bytes.span.bytes)
        return true
    }
}
