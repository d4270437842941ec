import Addressing
import Crawler
import Files
import Glibc
import Logging
import Testing

@testable import Node

@Suite("Node process")
struct NodeProcessTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static func configuration(port: Port = 50333, more: String = "") -> String {
        """
        [server]
        port_peer

        [port_peer]
        ip = 127.0.0.1
        port = \(port)
        protocol = peer

        [node_seed]
        snVjqesLaiCppdpmYqouDVB1Ef7qt
        \(more)
        """
    }

    /// Runs a process on some file; the node ends as soon as it has started.
    private func run(
        _ text: String,
        untilEnd: ([Node]) -> Void = { _ in }
    ) throws -> (exit: NodeProcess.Exit, output: [String]) {
        let path = try TemporaryFile(text)
        var output: [String] = []
        let exit = NodeProcess.run(
            [.init(configurationPath: path.path)],
            logger: { _ in Self.logger },
            output: { output.append($0) },
            untilEnd: untilEnd
        )
        return (exit, output.map { $0.replacing(path.path, with: "FILE") })
    }

    @Test("a good file gives a node on its port, until it is told to end")
    func runs() throws {
        let port = try freePort()
        var endpoint: Endpoint?
        let (exit, output) = try self.run(Self.configuration(port: port)) { endpoint = $0.first?.endpoint }
        #expect(exit == .done)
        #expect(output == [])
        #expect(endpoint == Endpoint(.loopback, port))
    }

    @Test("every problem of a file is reported with its line, and none runs with an error")
    func reportsProblems() throws {
        let (exit, output) = try self.run(Self.configuration(more: "[peer_private]\nyes\n[peers_max]\nmany\n"))
        #expect(exit == .badConfiguration)
        #expect(output.contains { $0.hasPrefix("FILE:12: error: ") })
        #expect(output.contains { $0.hasPrefix("FILE:14: error: ") })
        #expect(!output.joined().contains("snVjqesLaiCppdpmYqouDVB1Ef7qt"))
    }

    @Test("an empty file is an error, not a crash")
    func emptyFile() throws {
        #expect(try self.run("").exit == .badConfiguration)
    }

    @Test("a missing file is named")
    func missingFile() {
        var output: [String] = []
        let exit = NodeProcess.run(
            [.init(configurationPath: "/nonexistent/skywelld.cfg")],
            logger: { _ in Self.logger },
            output: { output.append($0) },
            untilEnd: { _ in }
        )
        #expect(exit == .badConfiguration)
        #expect(output == ["/nonexistent/skywelld.cfg: error: no such file or directory"])
    }

    @Test("a directory is no configuration file")
    func directory() {
        var output: [String] = []
        let exit = NodeProcess.run(
            [.init(configurationPath: "/proc")],
            logger: { _ in Self.logger },
            output: { output.append($0) },
            untilEnd: { _ in }
        )
        #expect(exit == .badConfiguration)
        #expect(output == ["/proc: error: is a directory"])
    }

    @Test("an endless file is refused")
    func endlessFile() {
        var output: [String] = []
        let exit = NodeProcess.run(
            [.init(configurationPath: "/dev/zero")],
            logger: { _ in Self.logger },
            output: { output.append($0) },
            untilEnd: { _ in }
        )
        #expect(exit == .badConfiguration)
        #expect(output == ["/dev/zero: error: longer than 1048576 bytes, which no such file is"])
    }

    @Test("a port that is taken is said, with the address")
    func portTaken() throws {
        let other = try TestNode("other")
        let (exit, output) = try self.run(Self.configuration(port: other.endpoint.port))
        #expect(exit == .unavailable)
        #expect(output == ["FILE:6: error: cannot listen on \(other.endpoint): address already in use"])
    }

    @Test("an address of another host is said as well")
    func foreignAddress() throws {
        let text = Self.configuration().replacing("127.0.0.1", with: "192.0.2.1")
        let (exit, output) = try self.run(text)
        #expect(exit == .unavailable)
        #expect(output == ["FILE:6: error: cannot listen on 192.0.2.1:50333: cannot assign requested address"])
    }

    @Test("several files give several nodes, in one process on few threads")
    func several() throws {
        let files = try (0..<3).map { _ in try freePort() }.map { Self.configuration(port: $0) }
        let first = try TemporaryFile(files[0])
        let second = try TemporaryFile(files[1])
        let third = try TemporaryFile(files[2])
        let sources = [first.path, second.path, third.path].map { NodeSource(configurationPath: $0) }
        var endpoints: [Endpoint?] = []
        let exit = NodeProcess.run(
            sources,
            logger: { _ in Self.logger },
            output: { _ in },
            untilEnd: { nodes in
                endpoints = nodes.map(\.endpoint)
                for endpoint in endpoints.compactMap(\.self) {
                    #expect(CrawlOutcome.ofFetching(endpoint).answer != nil)
                }
            }
        )
        #expect(exit == .done)
        #expect(endpoints.count == 3 && Set(endpoints).count == 3)
    }

    @Test("one bad file of several is reported, and then no node starts")
    func oneBad() throws {
        let good = try TemporaryFile(Self.configuration(port: try freePort()))
        let bad = try TemporaryFile("")
        var hasStarted = false
        let exit = NodeProcess.run(
            [good.path, bad.path].map { NodeSource(configurationPath: $0) },
            logger: { _ in Self.logger },
            output: { _ in },
            untilEnd: { _ in hasStarted = true }
        )
        #expect(exit == .badConfiguration && !hasStarted)
    }

    @Test("one port that is taken ends the nodes that had started")
    func oneTaken() throws {
        let port = try freePort()
        let first = try TemporaryFile(Self.configuration(port: port))
        let second = try TemporaryFile(Self.configuration(port: port))
        let exit = NodeProcess.run(
            [first.path, second.path].map { NodeSource(configurationPath: $0) },
            logger: { _ in Self.logger },
            output: { _ in },
            untilEnd: { _ in }
        )
        #expect(exit == .unavailable)
        let again = try self.run(Self.configuration(port: port))
        #expect(again.exit == .done)
    }

    @Test("what the file asks for and the node does not serve is said")
    func unserved() throws {
        let text = Self.configuration(port: try freePort()).replacing("protocol = peer", with: "protocol = wss,ws")
        #expect(try self.run(text).output == ["FILE: warning: this node does not serve 'ws' on [port_peer]"])
    }

    @Test("SIGHUP opens the log anew, and the node goes on")
    func hangup() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let file = try TemporaryFile(NodeProcessTests.configuration(port: try freePort()))
            let log = file.path + ".log"
            // Both wait for the thread that wants them; the lower number is taken first.
            var signals = sigset_t()
            sigemptyset(&signals)
            for signal in [SIGHUP, SIGTERM] {
                sigaddset(&signals, signal)
                pthread_sigmask(SIG_BLOCK, &signals, nil)
                pthread_kill(pthread_self(), signal)
            }
            let exit = NodeProcess.run([.init(configurationPath: file.path, logPath: log)]) { print($0) }
            let text = String(decoding: try BoundedFile.read(log, limit: 65_536), as: UTF8.self)
            unlink(file.path)
            unlink(log)
            let (reopened, stopped) = (text.firstRange(of: " log-reopened"), text.firstRange(of: " stopped"))
            try #require(reopened != nil && stopped != nil)
            _exit(exit.rawValue)
        }
    }

    @Test("a log that cannot be written is said, and nothing starts")
    func badLog() throws {
        var output: [String] = []
        let exit = NodeProcess.run([.init(configurationPath: "x", logPath: "/nonexistent/log")]) { output.append($0) }
        #expect(exit == .unavailable)
        #expect(output == ["error: cannot write the log open /nonexistent/log: No such file or directory"])
    }

    @Test("when a node has stopped, neither threads nor descriptors of it are left")
    func leavesNothing() async {
        await #expect(processExitsWith: .success) {
            do { _ = try TestNode("warm-up") }
            let before = (openDescriptors(), threads())
            do {
                let acceptor = try TestNode("acceptor")
                let dialler = try TestNode("dialler", fixedPeers: [acceptor.endpoint])
                _ = try dialler.crawl(listing: 1)
                #expect(threads() > before.1)
            }
            try eventually { (openDescriptors(), threads()) == before }
        }
    }

    @Test("SIGTERM and SIGINT end it with success", arguments: [SIGTERM, SIGINT])
    func signals(signal: Int32) async {
        await #expect(processExitsWith: .exitCode(0)) { [signal = signal as Int32] in
            let file = try TemporaryFile(NodeProcessTests.configuration(port: try freePort()))
            // The signal waits for the thread that wants it, as it does when it comes later.
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, signal)
            pthread_sigmask(SIG_BLOCK, &signals, nil)
            pthread_kill(pthread_self(), signal)
            let exit = NodeProcess.run([.init(configurationPath: file.path)]) { print($0) }
            unlink(file.path)
            _exit(exit.rawValue)
        }
    }
}

/// How many threads this process has.
func threads() -> Int {
    let status = (try? BoundedFile.read("/proc/self/status", limit: 65_536)) ?? []
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("Threads:") }
    return line.flatMap { Int($0.dropFirst(9)) } ?? -1
}

/// A file that goes with the value.
struct TemporaryFile: ~Copyable {
    let path: String

    init(_ text: String) throws {
        self.init(path: try Self.write([UInt8](text.utf8)))
    }

    private init(path: String) {
        self.path = path
    }

    private static func write(_ bytes: [UInt8]) throws -> String {
        var template = [CChar]("/tmp/picket-node-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        try #require(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        unlink(self.path)
    }
}

/// A port that nobody listens on right now.
func freePort() throws -> Port {
    // None that the kernel gives away: tests that run meanwhile make hundreds of connections, each from such a port.
    for _ in 0..<100 {
        let port = try #require(Port(rawValue: .random(in: 20_000..<32_768)))
        do {
            return try TestNode("free", port: port).endpoint.port
        } catch let error as NodeError where error.code == .cannotBind {
            continue
        }
    }
    throw NeverCame()
}
