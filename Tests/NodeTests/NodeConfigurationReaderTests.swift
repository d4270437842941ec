import Addressing
import Glibc
import Overlay
import PeerProtocol
import Skywelld
import TestSupport
import Testing

@testable import Node

@Suite("Node configuration: what a file asks for")
struct NodeConfigurationReaderTests {
    private static let key = "n9MxLhowebDf16qjvvAERe1FYy28QRCsg7jTeoGiCkPAP9FYrAgb"
    private static let otherKey = "n9Mk4eo19M3AMQzuVzs8Co19zBYm1zPnBeLaCa7xBd3UWxjvvvdV"
    private static let seed = "[node_seed]\nsnVjqesLaiCppdpmYqouDVB1Ef7qt\n"

    private static func read(
        _ more: String,
        seed: String = NodeConfigurationReaderTests.seed,
        _ options: NodeOptions = NodeOptions(),
        looksUpNames: Bool = true
    ) throws -> (configuration: NodeConfiguration?, lines: [String]) {
        let port = "[server]\nport_peer\n[port_peer]\nip = 127.0.0.1\nport = 50333\nprotocol = peer\n"
        let file = try TemporaryFile(port + seed + more)
        var reader = NodeConfigurationReader(path: file.path)
        let configuration = try reader.read(options, looksUpNames: looksUpNames)
        return (configuration, reader.lines.map { $0.replacing(file.path, with: "FILE") })
    }

    @Test(
        "a section that does nothing here is named with its line",
        arguments: [
            "debug_logfile", "elb_support", "network_quorum", "overlay", "sntp_servers", "validation_quorum",
            "validators_site",
        ]
    )
    func idle(section: String) throws {
        let (configuration, lines) = try Self.read("[\(section)]\n1\n")
        #expect(configuration != nil)
        #expect(lines.count == 1 && lines[0].hasPrefix("FILE:9: warning: [\(section)] has no effect: "), "\(lines)")
    }

    @Test("a complete file has nothing to be warned of")
    func quiet() throws {
        let (configuration, lines) = try Self.read("[ips_fixed]\n198.51.100.7 50333\n[peer_private]\n1\n")
        #expect(configuration != nil && lines.isEmpty, "\(lines)")
    }

    @Test("a voice without a seed, and a private node without a fixed peer, are said")
    func lonely() throws {
        var options = NodeOptions()
        options.voiceInterval = .seconds(3)
        #expect(
            try Self.read("", options).lines == [
                "FILE: warning: --voice has no effect: there is no [validation_seed] to vote with"
            ]
        )
        let lines = try Self.read("[peer_private]\n1\n").lines
        #expect(lines.count == 1 && lines[0].hasPrefix("FILE:9: warning: a private node dials nobody"), "\(lines)")
    }

    @Test("without a seed a node makes an identity of its own, another one each time, and says so")
    func ownIdentity() throws {
        let (first, lines) = try Self.read("", seed: "")
        let second = try Self.read("", seed: "").configuration
        #expect(lines.first?.hasPrefix("FILE: warning: the section [node_seed] is missing") == true, "\(lines)")
        #expect(try #require(first).overlay.nodeKey.publicKey != #require(second).overlay.nodeKey.publicKey)
    }

    @Test("a name is looked up, also that of a fixed peer")
    func names() throws {
        let (found, lines) = try Self.read("[ips]\nlocalhost 50333\n[ips_fixed]\n198.51.100.7 50333\nlocalhost 51235\n")
        let machine = try #require(found).overlay
        #expect(machine.bootstrapPeers == [Endpoint(.loopback, 50333)])
        #expect(machine.fixedPeers.map(\.description) == ["198.51.100.7:50333", "127.0.0.1:51235"])
        #expect(lines.contains { $0.hasPrefix("FILE:10: warning: 'localhost' is a name") }, "\(lines)")
    }

    @Test("a name that leads nowhere, or whose resolver is another network's, is left out and said")
    func noNames() throws {
        let (unknown, lines) = try Self.read("[ips]\nnobody.invalid 50333\n")
        #expect(unknown?.overlay.bootstrapPeers == [])
        #expect(lines.contains("FILE:10: warning: 'nobody.invalid' is left out: no IPv4 address was found for it"))
        let (elsewhere, others) = try Self.read("[ips]\nlocalhost 50333\n", looksUpNames: false)
        #expect(elsewhere?.overlay.bootstrapPeers == [])
        #expect(others.contains { $0.hasPrefix("FILE:10: warning: 'localhost' is left out: the resolvers") })
    }

    @Test("the keys of a validators file count as those of the file itself")
    func validatorsFile() throws {
        let folder = try ScratchFolder()
        try folder.write("# ours\n[validators]\n\(Self.otherKey) other\nnobody\n", to: "validators.txt")
        let path = "\(folder.path)/validators.txt"
        let (configuration, lines) = try Self.read("[validators]\n\(Self.key)\n[validators_file]\n\(path)\n")
        let keys = [Self.key, Self.otherKey].compactMap { NodePublicKey(base58: $0) }
        #expect(try #require(configuration).overlay.relayRule == .listed(Set(keys)))
        #expect(lines.first?.hasPrefix("\(path):4: warning: this line of [validators] has no public key") == true)
    }

    @Test("a validators file that is not there is an error: the node would send on too little without a word")
    func noValidatorsFile() throws {
        let (configuration, lines) = try Self.read("[validators_file]\n/nonexistent/validators.txt\n")
        #expect(configuration == nil)
        #expect(
            lines == [
                "FILE:10: error: [validators_file] names '/nonexistent/validators.txt': no such file or directory"
            ]
        )
    }

    @Test("how often WebSockets are pinged is for the file to say")
    func webSocketPing() throws {
        #expect(try Self.read("[websocket_ping_frequency]\n30\n").configuration?.webSocketPing == .seconds(30))
        #expect(try Self.read("").configuration?.webSocketPing == nil)
    }

    @Test("the line of a port that cannot be used is known, and that of a certificate that cannot be read is said")
    func lines() throws {
        #expect(try #require(Self.read("").configuration).portLines == [Endpoint(.loopback, 50333): 5])
        let more = "[server]\np\n[p]\nip=127.0.0.1\nport=5005\nprotocol=https\nssl_key=/nonexistent/key\nssl_cert=/x\n"
        let (configuration, lines) = try Self.read(more)
        #expect(configuration == nil)
        #expect(lines == ["FILE:15: error: [p]: '/nonexistent/key': no such file or directory"])
    }

    @Test("the forms of crawls and redials are for options to say, and administrators see the validator's key")
    func options() throws {
        var options = NodeOptions()
        options.crawlForm = .stock
        options.redialProfile = .stock
        let more = "[validation_seed]\nsnoPBjXtMeMyMHUVTgbuqAfg1SUTb\n"
        let machine = try #require(Self.read(more, options).configuration).overlay
        #expect(machine.crawlForm == .stock && machine.redialProfile == .stock && machine.voice == nil)
        let seed = try #require(Seed(base58: "snoPBjXtMeMyMHUVTgbuqAfg1SUTb"))
        #expect(machine.validationKey == NodeKey(seed: seed).publicKey)
    }
}
