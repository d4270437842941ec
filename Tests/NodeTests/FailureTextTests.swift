import Files
import NIOCore
import TLS
import Testing

@testable import Node

@Suite("What a log says about an error")
struct FailureTextTests {
    @Test("an address in an error of the network library does not get out")
    func noAddress() throws {
        let address = try SocketAddress(ipAddress: "203.0.113.9", port: 50333)
        let error = ChannelError.illegalMulticastAddress(address)
        try #require("\(error)".contains("203.0.113.9"))
        #expect(FailureText(error).description == "unreachable")
    }

    @Test("causes that hold none are told")
    func causes() {
        #expect(FailureText(IOError(errnoCode: 111, reason: "connect to x")).description == "connection refused")
        #expect(
            FailureText(TLSError(operation: "SSL_read", reasons: ["bad record"])).description == "SSL_read: bad record"
        )
        #expect(FailureText(SystemCallError("open", "/x", code: 2)).description == "open /x: No such file or directory")
    }
}
