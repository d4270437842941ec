internal import Glibc

/// Full handshakes between real nodes, both ends on one thread.
struct HandshakeRun {
    let acceptors: Int
    let diallers: Int

    func run() throws {
        let first = try BenchNode(BenchNode.configuration("acceptor 0"))
        let others = try (1..<self.acceptors).map {
            try BenchNode(BenchNode.configuration("acceptor \($0)"), beside: first)
        }
        let endpoints = ([first] + others).map(\.endpoint)
        let start = ProcessorTime.ofThisProcess
        for number in 0..<self.diallers {
            let configuration = BenchNode.configuration("dialler \(number)", fixedPeers: endpoints)
            let dialler = try BenchNode(configuration, beside: first)
            dialler.links.wait(for: self.acceptors)
            dialler.stop()
        }
        print((ProcessorTime.ofThisProcess - start) / Double(self.acceptors * self.diallers))
        for node in others + [first] { node.stop() }
    }
}
