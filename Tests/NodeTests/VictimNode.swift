import Addressing
import Crawler
import Files
import Glibc
import Skywelld
import TestSupport
import Testing

/// A node in another process, to be attacked.
final class VictimNode {
    let endpoint: Endpoint
    let key: NodeKey
    private let folder: ScratchFolder
    private let process: Program

    /// Inbound slots for 75 peers.
    init() throws {
        let seed = "test-only victim"
        let port = try freePort()
        self.endpoint = Endpoint(.loopback, port)
        self.key = NodeKey(seed: Seed(passphrase: seed))
        self.folder = try ScratchFolder()
        let text = """
            [server]
            port_peer

            [port_peer]
            ip = 127.0.0.1
            port = \(port)
            protocol = peer

            [peers_max]
            85

            [node_seed]
            \(KeyText.text(of: Seed(passphrase: seed)))
            """
        try self.folder.write(text, to: "skywelld.cfg")
        self.process = try Program([Program.product("NodeHost"), "\(self.folder.path)/skywelld.cfg"])
        try eventually { CrawlOutcome.ofFetching(self.endpoint).answer != nil }
    }

    /// What it has for itself and has written to, in KiB: nothing that others share, nothing that it only read.
    var memory: Int {
        let path = "/proc/\(self.process.id)/smaps_rollup"
        let text = String(decoding: (try? BoundedFile.read(path, limit: 65_536)) ?? [], as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.hasPrefix("Private_Dirty:") }
        return line.flatMap { Int($0.split(separator: " ")[1]) } ?? -1
    }

    /// How many descriptors it has open.
    var descriptors: Int {
        guard let directory = opendir("/proc/\(self.process.id)/fd") else { return -1 }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        return count - 2
    }
}
