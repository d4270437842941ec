import Addressing
import Compiler
import TestSupport
import Testing
import Topology
import Verification

@Suite struct AdministrationPortTests {
    private static func file(_ lines: String...) -> String {
        """
        [server]
        port_peer
        port_admin
        [port_peer]
        ip = 0.0.0.0
        port = 50333
        protocol = peer
        [port_admin]
        port = 5070
        \(lines.joined(separator: "\n"))
        [node_seed]
        sh77vxz7Y1J4M7tduVd2ywKJhu911

        """
    }

    @Test("is that of every compiled host, on loopback")
    func compiled() throws {
        for bundle in try Compilation(SampleTopology.quickstart(), source: "f").bundles {
            let endpoint = AdministrationPort.endpoint(in: bundle[.configuration].contents)
            #expect(endpoint?.description == "127.0.0.1:5050")
        }
    }

    @Test(
        "is any port that takes commands of an administrator at 127.0.0.1",
        arguments: [
            "ip = 127.0.0.1\nadmin = 127.0.0.1", "ip = 0.0.0.0\nadmin = 10.0.0.1,127.0.0.1",
            "ip = 127.0.0.1\nadmin = 0.0.0.0",
        ]
    )
    func found(lines: String) {
        #expect(AdministrationPort.endpoint(in: Self.file(lines, "protocol = http"))?.description == "127.0.0.1:5070")
    }

    @Test(
        "is none that asks for a password, for TLS, for another address, or is not on loopback",
        arguments: [
            "ip = 127.0.0.1\nadmin = 127.0.0.1\nprotocol = ws", "ip = 127.0.0.1\nadmin = 10.0.0.1\nprotocol = http",
            "ip = 10.0.0.1\nadmin = 127.0.0.1\nprotocol = http", "ip = 127.0.0.1\nprotocol = http",
            "ip = 127.0.0.1\nadmin = 127.0.0.1\nprotocol = https",
            "ip = 127.0.0.1\nadmin = 127.0.0.1\nprotocol = http\nadmin_user = a\nadmin_password = b",
            "ip = 127.0.0.1\nadmin = 127.0.0.1\nprotocol = http\nuser = a\npassword = b",
        ]
    )
    func none(lines: String) {
        #expect(AdministrationPort.endpoint(in: Self.file(lines)) == nil)
        #expect(AdministrationPort.endpoint(in: "nothing of this kind") == nil)
    }
}
