import Addressing
import Node
import Overlay
import Skywelld
import TestSupport
import Testing

/// The peer of `Tests/Interop`, which shares no line with the node: written from the reference alone.
enum PythonPeer {
    /// The first interpreter that has what the script needs; `nil` if none has.
    static let interpreter = ["python3", "/usr/bin/python3"].first {
        Program.works([$0, "-c", "import cryptography, OpenSSL"])
    }

    static func start(_ arguments: String...) throws -> Program {
        let interpreter = try #require(Self.interpreter)
        // -B: no compiled copies among the sources.
        return try Program([interpreter, "-B", "\(Repository.root)/Tests/Interop/peer.py"] + arguments)
    }

    /// Expects a scenario to be played to its end, with as many findings at least.
    static func expect(_ program: Program, findings: Int) throws {
        let result = try program.finish()
        let lines = result.output.split(separator: "\n")
        #expect(result.code == 0 && lines.last == "done", "\(result.all)")
        #expect(lines.count { $0.hasPrefix("ok ") } >= findings, "\(result.all)")
    }
}

@Suite(
    "Node and a peer in Python",
    .enabled(if: PythonPeer.interpreter != nil, "needs python3 with cryptography and OpenSSL (python3-openssl)")
)
struct PythonPeerTests {
    @Test("the script itself knows the keys of the reference")
    func vectors() throws {
        let path = "\(Repository.root)/Tests/Vectors/vectors.json"
        try PythonPeer.expect(try PythonPeer.start("vectors", path), findings: 5)
    }

    @Test("a stranger's implementation becomes a peer, and gets all that a peer gets")
    func dials() throws {
        let node = try TestNode("node")
        let program = try PythonPeer.start("dial", "\(node.endpoint.port)", node.key.publicKey.base58)
        try PythonPeer.expect(program, findings: 20)
        try node.logs("peer-closed", containing: "reason=deprecated-hello")
    }

    @Test(
        "a node dials a server that is like a stock one: static RSA, certificate of version 12",
        arguments: [true, false]
    )
    func listens(isPrivate: Bool) throws {
        let key = NodeKey(seed: Seed(passphrase: "test-only dialler"))
        let listening = try freePort()
        let program = try PythonPeer.start("listen", key.publicKey.base58, "\(listening)")
        var server: Endpoint?
        try eventually {
            let port = program.output.split(separator: "\n").first.flatMap { UInt16($0.dropFirst("port ".count)) }
            server = port.flatMap(Port.init(rawValue:)).map { Endpoint(.loopback, $0) }
            return server != nil
        }
        let node = try TestNode(
            "dialler",
            isPrivate: isPrivate,
            fixedPeers: [try #require(server)],
            port: listening
        )
        try PythonPeer.expect(program, findings: 15)
        _ = consume node
    }

    @Test("handshakes are refused for the reasons of the reference, with its answers, and oddities are put up with")
    func refuses() throws {
        let node = try TestNode("node")
        try PythonPeer.expect(try PythonPeer.start("refused", "\(node.endpoint.port)"), findings: 30)
        for reason in ["bad-signature", "bad-handshake", "clock-skew", "version-too-new", "not-peer", "duplicate-key"] {
            #expect(node.log.all.contains { $0.contains("reason=\(reason)") }, "nobody was refused for \(reason)")
        }
    }

    @Test("votes of a trusted validator are sent on once, byte for byte; forged, stale and unknown ones are not")
    func relays() throws {
        let voice = NodeKey(seed: Seed(passphrase: "test-only trusted validator"))
        let node = try TestNode("node") { $0.relayRule = .listed([voice.publicKey]) }
        let program = try PythonPeer.start("relay", "\(node.endpoint.port)", "test-only trusted validator")
        try PythonPeer.expect(program, findings: 6)
    }
}
