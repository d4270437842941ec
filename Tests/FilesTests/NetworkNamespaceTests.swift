import Glibc
import Testing

@testable import Files

@Suite("A network namespace by descriptor")
struct NetworkNamespaceTests {
    @Test("leaves the descriptors that select() knows to others")
    func highDescriptor() throws {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let named = try NetworkNamespace(ofCurrentThreadNamed: "the test")
        let opened = try NetworkNamespace(path: "/proc/self/ns/net")
        for namespace in [named, opened] {
            #expect(namespace.descriptorNumber >= 1_024 || limit.rlim_cur <= 1_024)
            #expect(fcntl(namespace.descriptorNumber, F_GETFD) == FD_CLOEXEC)
        }
        #expect(named.descriptorNumber != opened.descriptorNumber)
    }

    @Test("says what it cannot open")
    func missing() {
        #expect(throws: SystemCallError.self) { try NetworkNamespace(path: "/nowhere/ns") }
    }
}
