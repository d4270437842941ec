import Glibc
import Skywelld
import TestSupport
import Testing

@testable import Node

@Suite("Nodes of one process in network namespaces")
struct NodeNamespaceTests {
    @Test("each listens and dials in its own namespace, again and again, though they share threads")
    func apart() throws {
        let folder = try ScratchFolder()
        let run = try Self.run("unshare -Urn '\(try Self.program("NamespacedNodes"))' '\(folder.path)'")
        #expect(run.output == "first: \(try Self.key(11))\nsecond: \(try Self.key(12))\n")
        #expect(run.code == 0)
    }

    @Test("a namespace that is not there is said, and nothing starts")
    func missing() throws {
        let file = try TemporaryFile(
            """
            [server]
            [node_seed]
            00000000000000000000000000000001
            """
        )
        var output: [String] = []
        let exit = NodeProcess.run([
            NodeSource(configurationPath: file.path, namespacePath: "/nonexistent/namespace")
        ]) { output.append($0) }
        #expect(exit == .unavailable)
        #expect(
            output.last
                == "error: cannot use the network namespace open /nonexistent/namespace: No such file or directory"
        )
    }

    @Test("what is no network namespace opens no socket")
    func noNamespace() throws {
        let file = try TemporaryFile(
            """
            [server]
            port_peer
            [port_peer]
            ip = 127.0.0.1
            port = \(try freePort())
            protocol = peer
            [node_seed]
            00000000000000000000000000000001
            """
        )
        var output: [String] = []
        let exit = NodeProcess.run([NodeSource(configurationPath: file.path, namespacePath: "/dev/null")]) {
            output.append($0)
        }
        #expect(exit == .unavailable)
        #expect(output.last?.contains("setns network namespace: ") ?? false)
    }

    private static func key(_ seed: UInt8) throws -> String {
        let hexadecimal = String(repeating: "0", count: 30) + String(seed)
        let text = try #require(ConfigurationFile("[node_seed]\n\(hexadecimal)\n")["node_seed"]?.lines.first?.text)
        let configuration = ServerConfiguration.read(ConfigurationFile("[server]\n[node_seed]\n\(text)\n"))
            .configuration
        return NodeKey(seed: try #require(configuration?.nodeSeed)).publicKey.base64
    }

    /// Beside the test products.
    private static func program(_ name: String) throws -> String {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &path, path.count)
        try #require(length > 0)
        let parts = String(decoding: path.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self).split(
            separator: "/"
        )
        let candidates = (1...3).map { "/" + parts.dropLast($0).joined(separator: "/") + "/\(name)" }
        let built = candidates + ["\(Repository.root)/.build/debug/\(name)"]
        return try #require(built.first { access($0, X_OK) == 0 }, "\(name) is not built")
    }

    private static func run(_ command: String) throws -> (code: Int32, output: String) {
        let pipe = try #require(popen("timeout -s KILL 60 \(command) 2>&1", "r"))
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { output += buffer[..<count] }
        return (pclose(pipe) >> 8, String(decoding: output, as: UTF8.self))
    }
}
