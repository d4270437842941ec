import Addressing
import Skywelld
import Testing

@Suite("ServerConfiguration: ports and keys")
struct ServerPortTests {
    private static let key = "n9MxLhowebDf16qjvvAERe1FYy28QRCsg7jTeoGiCkPAP9FYrAgb"
    private static let otherKey = "n9Mk4eo19M3AMQzuVzs8Co19zBYm1zPnBeLaCa7xBd3UWxjvvvdV"

    /// A file with a port that administrators use.
    private static func read(_ rpc: String, more: String = "") -> ServerConfiguration.Reading {
        let text = """
            [server]
            port_rpc
            [port_rpc]
            ip = 127.0.0.1
            port = 5050
            protocol = http
            \(rpc)
            [node_seed]
            snoPBjXtMeMyMHUVTgbuqAfg1SUTb
            \(more)
            """
        return ServerConfiguration.read(ConfigurationFile(text))
    }

    private static func port(_ rpc: String) throws -> ServerPort {
        let configuration = try #require(Self.read(rpc).configuration)
        return try #require(configuration.ports.first)
    }

    @Test("a port without 'admin' has no administrators")
    func nobody() throws {
        let port = try Self.port("")
        #expect(port.services == [.http])
        #expect(!port.administrators.include(IPv4Address(rawValue: 0x7F00_0001)))
        #expect(port.credentials == nil && port.adminCredentials == nil)
    }

    @Test("administrators are those of the list, or all with 0.0.0.0")
    func administrators() throws {
        let listed = try Self.port("admin = 127.0.0.1,10.0.0.1").administrators
        let ten = try #require(IPv4Address("10.0.0.1"))
        let other = try #require(IPv4Address("10.0.0.2"))
        #expect(listed.include(ten) && !listed.include(other))
        #expect(try Self.port("admin = 0.0.0.0").administrators == .anyone)
    }

    @Test(
        "what would stop the server or protect nothing is an error",
        arguments: [
            ("admin = 127.0.0.1, 10.0.0.1", 7), ("admin = localhost", 7), ("admin = 0.0.0.0,127.0.0.1", 7),
            ("user = u", 7), ("password = p", 7), ("admin_user = u", 7), ("admin_password = p", 7),
        ]
    )
    func refused(line: String, number: Int) {
        let reading = Self.read(line)
        #expect(reading.configuration == nil)
        #expect(reading.problems.map(\.line) == [number])
        #expect(reading.problems.map(\.severity) == [.error])
    }

    @Test("credentials are read, and not shown by printing them")
    func credentials() throws {
        let port = try Self.port("user = u\npassword = pa=ss\nadmin_user = a\nadmin_password = secret")
        #expect(port.credentials == ServerPort.Credentials(user: "u", password: "pa=ss"))
        #expect(port.adminCredentials == ServerPort.Credentials(user: "a", password: "secret"))
        #expect(!"\(port)".contains("pa=ss") && !"\(port)".contains("secret"))
    }

    @Test("validators and cluster nodes are the keys at the starts of their lines")
    func keys() throws {
        let more = "[validators]\n\(Self.key) ours\n\(Self.otherKey)\n[cluster_nodes]\n\(Self.otherKey)\tname\n"
        let reading = Self.read("", more: more)
        let configuration = try #require(reading.configuration)
        #expect(configuration.validators.map(\.base58) == [Self.key, Self.otherKey])
        #expect(configuration.clusterNodes.map(\.base58) == [Self.otherKey])
        #expect(reading.problems.isEmpty)
    }

    @Test("what is no key is left out with a warning that does not quote a seed")
    func noKeys() throws {
        let seed = "snVjqesLaiCppdpmYqouDVB1Ef7qt"
        let reading = Self.read("", more: "[validators]\nexample.com\n\(seed)\n\(Self.key)\n\(Self.key)\n")
        #expect(try #require(reading.configuration).validators.map(\.base58) == [Self.key])
        #expect(reading.problems.map(\.line) == [11, 12, 14])
        #expect(reading.problems.allSatisfy { $0.severity == .warning && !$0.message.contains(seed) })
    }
}
