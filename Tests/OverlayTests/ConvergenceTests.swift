import Overlay
import Skywelld
import Testing

@Suite("Machines wired to each other")
struct ConvergenceTests {
    /// Whether all pairs, and only these, are linked, seen from both ends.
    private static func isLinked(_ network: Network, _ pairs: [(Int, Int)]) -> Bool {
        network.nodes.indices.allSatisfy { index in
            let others = pairs.compactMap { $0.0 == index ? $0.1 : $0.1 == index ? $0.0 : nil }
            return Set(network.nodes[index].links) == Set(others.map { network.nodes[$0].key })
        }
    }

    /// A validator with two sentries, of which one dials the other.
    private static func quickstart(seed: UInt64) -> (Network, [(Int, Int)]) {
        var network = Network(seed: seed)
        network.add(isPrivate: true, fixedPeers: [1, 2])
        network.add(isPrivate: false, fixedPeers: [2])
        network.add(isPrivate: false, fixedPeers: [])
        return (network, [(0, 1), (0, 2), (1, 2)])
    }

    @Test("link within five seconds, and stay linked", arguments: UInt64(0)..<30)
    func links(seed: UInt64) {
        var (network, pairs) = Self.quickstart(seed: seed)
        network.start()
        network.advance(by: .seconds(5))
        #expect(Self.isLinked(network, pairs))
        for _ in 0..<20 {
            network.advance(by: .seconds(15))
            #expect(Self.isLinked(network, pairs))
        }
    }

    @Test("find each other again after cuts that both, one or none of them notice", arguments: UInt64(0)..<40)
    func cuts(seed: UInt64) {
        var (network, pairs) = Self.quickstart(seed: seed)
        network.start()
        for _ in 0..<10 {
            network.advance(by: .milliseconds(Int(seed) * 31 + 170))
            network.cutSomething()
        }
        // The silence of a cut that nobody noticed, and the longest wait.
        network.advance(by: .seconds(60 + 33 + 7))
        #expect(Self.isLinked(network, pairs))
    }

    @Test("who list each other dial at the same moment, and end with one link per pair", arguments: UInt64(0)..<40)
    func mutual(seed: UInt64) {
        var network = Network(seed: seed)
        for index in 0..<3 {
            network.add(isPrivate: false, fixedPeers: (0..<3).filter { $0 != index })
        }
        network.start()
        network.advance(by: .seconds(40))
        network.cutSomething()
        network.advance(by: .seconds(140))
        #expect(Self.isLinked(network, [(0, 1), (0, 2), (1, 2)]))
    }

    @Test("a private node that is listed refuses, and is linked only where it dials", arguments: UInt64(0)..<10)
    func privateStaysPrivate(seed: UInt64) {
        var network = Network(seed: seed)
        network.add(isPrivate: true, fixedPeers: [])
        network.add(isPrivate: false, fixedPeers: [0])
        network.start()
        network.advance(by: .seconds(100))
        #expect(Self.isLinked(network, []))
    }

    @Test("a node that lists itself stays alone, and one that lists nobody there keeps trying")
    func alone() {
        var network = Network(seed: 1)
        network.add(isPrivate: false, fixedPeers: [0])
        network.add(isPrivate: false, fixedPeers: [7])
        network.start()
        network.advance(by: .seconds(100))
        #expect(Self.isLinked(network, []))
    }
}
