import Addressing
import CLinux
import Crawler
import Files
import Glibc
import Node

/// Two networks that know nothing of each other, with the same addresses and ports, and the nodes of both in one process.
///
/// Run it as `unshare -Urn NamespacedNodes FOLDER`: the folder gets its files. Each network has a node that listens and one
/// that dials it. Prints whom the listening ones list, and exits as the nodes do.
@main
enum NamespacedNodes {
    private static let listening: Port = 50333
    private static let dialling: Port = 50334
    private static let loopback = IPv4Address(rawValue: 0x7F00_0001)
    private static let networks = ["first", "second"]

    static func main() throws {
        guard CommandLine.arguments.count == 2 else { exit(64) }
        let folder = CommandLine.arguments[1]
        let namespaces = try Self.networks.map { name in
            let namespace = try NetworkNamespace.makeAndEnter(name: name)
            try Self.bringUpLoopback()
            return namespace
        }
        // The diallers come first and have to try again, when their threads have made sockets for the other network.
        let sources = try [(1, 0, true), (0, 1, false), (1, 1, true), (0, 0, false)].map { kind, network, isDialling in
            let path = "\(folder)/\(Self.networks[network])-\(kind)"
            try AtomicFile.write(Self.configuration(network: network, isDialling: isDialling), to: "\(path).cfg")
            return NodeSource(
                configurationPath: "\(path).cfg",
                namespacePath: "/proc/self/fd/\(namespaces[network].descriptorNumber)",
                logPath: "\(path).log"
            )
        }
        // The thread that looks must leave the signal that ends the nodes to them.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        try Self.onAnotherThread {
            for (name, namespace) in zip(Self.networks, namespaces) {
                print("\(name): \(Self.peers(in: namespace).joined(separator: " "))")
            }
            kill(getpid(), SIGTERM)
        }
        let end = NodeProcess.run(sources) { print($0) }
        fflush(nil)
        exit(end.rawValue)
    }

    /// The seeds say whose node it is: 1 and 2 listen, 11 and 12 dial.
    private static func configuration(network: Int, isDialling: Bool) -> String {
        let seed = String(network + (isDialling ? 11 : 1))
        return """
            [server]
            port_peer
            [port_peer]
            ip = \(Self.loopback)
            port = \(isDialling ? Self.dialling : Self.listening)
            protocol = peer
            [node_seed]
            \(String(repeating: "0", count: 32 - seed.count))\(seed)
            \(isDialling ? "[ips_fixed]\n\(Self.loopback) \(Self.listening)" : "")
            """
    }

    /// Whom the listening node of a network lists, in base64, once it lists anybody; some seconds at most.
    private static func peers(in namespace: NetworkNamespace) -> [String] {
        guard (try? namespace.enter()) != nil, let client = try? CrawlClient() else { return [] }
        for _ in 0..<1_000 {
            let outcome = client.fetch(Endpoint(Self.loopback, Self.listening), timeout: .seconds(5))
            let keys = (outcome.answer?.peers ?? []).compactMap(\.publicKey)
            if !keys.isEmpty { return keys.sorted() }
            poll(nil, 0, 10)
        }
        return []
    }

    private static func bringUpLoopback() throws {
        var request = ifreq()
        withUnsafeMutableBytes(of: &request.ifr_ifrn.ifrn_name) { $0.copyBytes(from: "lo".utf8) }
        request.ifr_ifru.ifru_flags = Int16(IFF_UP)
        let control = try OwnedDescriptor(socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0), "socket", "lo")
        guard picket_ioctl(control.rawValue, UInt(SIOCSIFFLAGS), &request) == 0 else {
            throw SystemCallError("ioctl", "lo")
        }
    }

    private static func onAnotherThread(_ work: @escaping @Sendable () -> Void) throws {
        let box = Unmanaged.passRetained(Box(work: work))
        var thread = pthread_t()
        let code = pthread_create(
            &thread,
            nil,
            { argument in
                if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().work() }
                return nil
            },
            box.toOpaque()
        )
        guard code == 0 else { throw SystemCallError("pthread_create", "crawler", code: code) }
        pthread_detach(thread)
    }

    private final class Box: Sendable {
        let work: @Sendable () -> Void

        init(work: @escaping @Sendable () -> Void) {
            self.work = work
        }
    }
}
