import Addressing
import Glibc
import Testing

@testable import Crawler

@Suite("TCP connection")
struct TCPConnectionTests {
    private static let loopback = IPv4Address(rawValue: 0x7F00_0001)

    private func failure(
        to endpoint: Endpoint,
        from source: IPv4Address? = nil,
        timeout: Duration = .seconds(5)
    ) -> TCPFailure? {
        do {
            _ = try TCPConnection.open(to: endpoint, from: source, timeout: timeout)
            return nil
        } catch {
            return error
        }
    }

    @Test("connects to who listens, from the address it is told to")
    func connects() throws {
        let listener = try Listener()
        let source = IPv4Address(rawValue: 0x7F00_0002)
        let connection = try TCPConnection.open(to: listener.endpoint, from: source, timeout: .seconds(5))
        #expect(try listener.accept() == source)
        _ = consume connection
    }

    @Test("a closed port refuses")
    func refused() throws {
        let endpoint = try Listener().endpoint  // closed again
        #expect(self.failure(to: endpoint) == .refused)
    }

    @Test("a full backlog answers nothing, and the wait ends in time")
    func timesOut() throws {
        let listener = try Listener()
        var failures: [TCPFailure] = []
        // The kernel queues one connection more than the backlog of 0, then drops.
        for _ in 0..<3 {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            listener.held.append(descriptor)
            listener.connect(descriptor)
        }
        if let failure = self.failure(to: listener.endpoint, timeout: .milliseconds(50)) { failures.append(failure) }
        #expect(failures == [.timedOut])
    }

    @Test("a source address that is not ours is said")
    func foreignSource() {
        let failure = self.failure(to: Endpoint(Self.loopback, 1), from: IPv4Address(rawValue: 0xC000_0201))
        #expect(failure == .sourceUnavailable(EADDRNOTAVAIL))
        #expect(failure?.description == "cannot use the source address: cannot assign requested address")
    }

    @Test("where no way leads is unreachable")
    func unreachable() {
        let failure = self.failure(to: Endpoint(IPv4Address(rawValue: 0xFFFF_FFFF), 1))
        #expect(failure == .unreachable(ENETUNREACH) || failure == .unreachable(EACCES))
    }

    @Test(
        "each errno of a connect has its meaning",
        arguments: [
            (ECONNREFUSED, TCPFailure.refused), (ETIMEDOUT, .timedOut), (EHOSTUNREACH, .unreachable(EHOSTUNREACH)),
            (EPERM, .unreachable(EPERM)), (EMFILE, .system(EMFILE)),
        ]
    )
    func meanings(code: Int32, failure: TCPFailure) {
        #expect(TCPFailure(connect: code) == failure)
    }

    @Test(
        "a time-out of nothing or less is over at once, and a huge one never",
        arguments: [
            (Duration.zero, Int32(0)), (.seconds(-5), 0), (.seconds(Int64.max), .max),
        ]
    )
    func deadlines(timeout: Duration, remaining: Int32) {
        #expect(Deadline(in: timeout).remainingMilliseconds == remaining)
    }
}

/// Listens on a free port with the shortest backlog.
private final class Listener {
    let endpoint: Endpoint
    var held: [Int32] = []
    private let descriptor: Int32

    init() throws {
        self.descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = self.descriptor
        let isListening = withUnsafeMutableBytes(of: &address) {
            $0.withMemoryRebound(to: sockaddr.self) {
                bind(descriptor, $0.baseAddress, size) == 0 && listen(descriptor, 0) == 0
                    && getsockname(descriptor, $0.baseAddress, &size) == 0
            }
        }
        let port = Port(rawValue: UInt16(bigEndian: address.sin_port))
        self.endpoint = Endpoint(IPv4Address(rawValue: 0x7F00_0001), try #require(isListening ? port : nil))
    }

    deinit {
        for descriptor in self.held + [self.descriptor] { close(descriptor) }
    }

    /// Starts a connection to this listener.
    func connect(_ descriptor: Int32) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = self.endpoint.port.rawValue.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        _ = withUnsafeBytes(of: &address) {
            $0.withMemoryRebound(to: sockaddr.self) { Glibc.connect(descriptor, $0.baseAddress, 16) }
        }
    }

    /// Accepts one connection and says where it comes from.
    func accept() throws -> IPv4Address {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let accepted = withUnsafeMutableBytes(of: &address) {
            $0.withMemoryRebound(to: sockaddr.self) { Glibc.accept(self.descriptor, $0.baseAddress, &size) }
        }
        try #require(accepted >= 0)
        self.held.append(accepted)
        return IPv4Address(rawValue: UInt32(bigEndian: address.sin_addr.s_addr))
    }
}
