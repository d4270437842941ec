import Addressing
import Overlay
import Skywelld
import Testing

@testable import Node

@Suite("Node configuration")
struct NodeConfigurationTests {
    private static let key = "n9MxLhowebDf16qjvvAERe1FYy28QRCsg7jTeoGiCkPAP9FYrAgb"
    private static let otherKey = "n9Mk4eo19M3AMQzuVzs8Co19zBYm1zPnBeLaCa7xBd3UWxjvvvdV"

    private static func file(_ more: String = "") throws -> ServerConfiguration {
        let text = """
            [server]
            port_peer
            [port_peer]
            ip = 127.0.0.1
            port = 50333
            protocol = peer
            [node_seed]
            snVjqesLaiCppdpmYqouDVB1Ef7qt
            [validation_seed]
            snoPBjXtMeMyMHUVTgbuqAfg1SUTb
            \(more)
            """
        let reading = ServerConfiguration.read(ConfigurationFile(text))
        return try #require(reading.configuration)
    }

    @Test("the machine gets what the sections of the file say")
    func sections() throws {
        let more = """
            [ips]
            198.51.100.11 50333
            [validators]
            \(Self.key)
            [cluster_nodes]
            \(Self.otherKey)
            """
        let machine = NodeConfiguration(try Self.file(more)).overlay
        #expect(machine.bootstrapPeers.map(\.description) == ["198.51.100.11:50333"])
        let key = try #require(NodePublicKey(base58: Self.key))
        let otherKey = try #require(NodePublicKey(base58: Self.otherKey))
        #expect(machine.relayRule == .listed([key]))
        #expect(machine.clusterKeys == [otherKey])
        #expect(!machine.relaysTransactions)
    }

    @Test("a validation seed alone gives no voice; the option alone gives none either")
    func voice() throws {
        var options = NodeOptions()
        #expect(NodeConfiguration(try Self.file(), options: options).overlay.voice == nil)
        options.voiceInterval = .seconds(3)
        let configuration = NodeConfiguration(try Self.file(), options: options)
        let voice = try #require(configuration.overlay.voice)
        #expect(voice.interval == .seconds(3))
        let seed = try #require(Seed(base58: "snoPBjXtMeMyMHUVTgbuqAfg1SUTb"))
        #expect(voice.key.publicKey == NodeKey(seed: seed).publicKey)
    }

    @Test("options reach the machine")
    func options() throws {
        var options = NodeOptions()
        options.protection = Protection(addresses: [.loopback])
        options.crawl = .filtered
        options.relaysTransactions = true
        let machine = NodeConfiguration(try Self.file(), options: options).overlay
        #expect(machine.protection.covers(.loopback))
        #expect(machine.crawl == .filtered)
        #expect(machine.relaysTransactions)
    }
}
