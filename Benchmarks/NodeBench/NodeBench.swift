internal import Addressing
internal import Glibc
internal import Node
internal import Overlay
internal import Skywelld

/// Runs real nodes on loopback, for `Benchmarks/node` to compare with bare OpenSSL and nginx.
///
/// - `serve PEERS [VALIDATORS]`: one node, linked with so many others of this process; prints its port once it is, and runs
///   until its standard input ends. Sends on the votes of so many validators.
/// - `handshakes ACCEPTORS DIALLERS`: each dialler links with every acceptor and leaves; all on one thread. Prints the
///   processor seconds that one link takes, both ends together.
/// - `load PORT PROCESS SINKS MESSAGES node|bare`: sends validations to a server and reads them from so many connections.
///   Prints the processor seconds that the server spent on one, and the seconds that passed.
@main
enum NodeBench {
    static func main() throws {
        signal(SIGPIPE, SIG_IGN)
        Memory.prepare()  // as any process of nodes does
        let words = Array(CommandLine.arguments.dropFirst())
        let numbers = words.dropFirst().compactMap { Int($0) }
        switch (words.first, numbers.count) {
        case ("serve", 1): try Self.serve(peers: numbers[0], validators: 0)
        case ("serve", 2): try Self.serve(peers: numbers[0], validators: numbers[1])
        case ("handshakes", 2): try HandshakeRun(acceptors: numbers[0], diallers: numbers[1]).run()
        case ("load", 4):
            guard let port = Port(rawValue: UInt16(clamping: numbers[0])) else { exit(64) }
            let load = RelayLoad(port: port, process: numbers[1], sinks: numbers[2], messages: numbers[3])
            try load.run(asPeers: words.last == "node")
        default: exit(64)
        }
    }

    private static func serve(peers: Int, validators: Int) throws {
        var configuration = BenchNode.configuration("server", peersMax: 200)
        configuration.overlay.relayRule = .listed(
            Set((0..<validators).map { BenchNode.key("validator \($0)").publicKey })
        )
        let server = try BenchNode(configuration)
        let others = try (0..<peers).map {
            try BenchNode(BenchNode.configuration("peer \($0)", fixedPeers: [server.endpoint]))
        }
        for other in others { other.links.wait(for: 1) }
        print(server.endpoint.port)
        fflush(nil)
        while getchar() != EOF {}
        for node in others + [server] { node.stop() }
    }
}
