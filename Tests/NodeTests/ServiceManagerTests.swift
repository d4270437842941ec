import Glibc
import Testing

@testable import Node

@Suite("Service manager")
struct ServiceManagerTests {
    /// Binds a datagram socket, and returns what comes to it.
    private static func hear(_ path: String, _ states: [ServiceManager.State]) throws -> [String] {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let bound = withUnsafeBytes(of: &address) {
            $0.withMemoryRebound(to: sockaddr.self) { bind(descriptor, $0.baseAddress, socklen_t(2 + name.count)) }
        }
        try #require(bound == 0)
        for state in states { ServiceManager.notify(state, socket: path) }
        return states.map { _ in
            var buffer = [UInt8](repeating: 0, count: 100)
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        }
    }

    @Test("hears that the node is ready, and that it stops, by either kind of name")
    func hears() throws {
        let path = "/tmp/picket-notify-\(getpid())"
        defer { unlink(path) }
        #expect(try Self.hear(path, [.ready, .stopping]) == ["READY=1\n", "STOPPING=1\n"])
        #expect(try Self.hear("@picket-notify-\(getpid())", [.ready]) == ["READY=1\n"])
    }

    @Test(
        "that is not there, or has a bad name, is no reason to fail",
        arguments: [
            nil, "", "relative", "/nonexistent/socket", "/" + String(repeating: "a", count: 200),
        ]
    )
    func absent(path: String?) {
        ServiceManager.notify(.ready, socket: path)
    }
}
