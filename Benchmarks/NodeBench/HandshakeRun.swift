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
        // One outbound slot for each: the share of them is small.
        let diallers = try (0..<self.diallers).map {
            try BenchNode(BenchNode.configuration("dialler \($0)", peersMax: 10 * self.acceptors), beside: first)
        }
        let start = ProcessorTime.ofThisProcess
        for dialler in diallers {
            dialler.connect(to: endpoints)
            dialler.links.wait(for: self.acceptors)
            dialler.stop()
        }
        print((ProcessorTime.ofThisProcess - start) / Double(self.acceptors * self.diallers))
        for node in others + [first] { node.stop() }
    }
}
