import Addressing
import TestSupport
import Testing

@testable import PacketSpace

/// Few boxes that are the same packets.
@Suite struct BoxTests {
    private let store = DiagramStore()

    @Test("boxes that differ in one field are one, and mean the same packets")
    func joins() {
        let store = self.store
        // Two halves of the state field lead to different nodes, which a diagram keeps apart.
        let ports = { (state: ConnectionState, last: UInt64) in
            store.intersection(
                store.packets(in: [state]),
                store.set(Field.destinationPort.rawValue, in: [22...last])
            )
        }
        let set = store.union(ports(.new, 22), store.union(ports(.established, 23), ports(.invalid, 23)))
        let more = store.union(set, store.intersection(ports(.new, 30), store.set(.tcpFlags, 2)))
        let (boxes, isComplete) = store.boxes(of: more)
        #expect(isComplete)
        #expect(boxes.reduce(Diagram.nothing) { store.union($0, store.packets(in: $1)) } == more)
        let joined = Box.joined([
            Box([Field.state.rawValue: [0...0], Field.destinationPort.rawValue: [22...22]]),
            Box([Field.state.rawValue: [1...1], Field.destinationPort.rawValue: [22...22]]),
            Box([Field.state.rawValue: [0...1], Field.destinationPort.rawValue: [23...23]]),
        ])
        #expect(joined == [Box([Field.state.rawValue: [0...1], Field.destinationPort.rawValue: [22...23]])])
    }

    @Test("a host with two addresses is named once")
    func names() throws {
        var names = AddressNames()
        for text in ["198.51.100.2/32", "198.51.100.9/32"] {
            names.add("sentry-1", for: try #require(IPPrefix(text)))
        }
        names.add("sentry-2", for: try #require(IPPrefix("198.51.100.20/32")))
        let sources: [ClosedRange<UInt64>] = [0xC633_6402, 0xC633_6409, 0xC633_6414].map { $0...$0 }
        let box = Box([Field.family.rawValue: [0...0], Field.sourceLow.rawValue: sources])
        #expect(box.words(names) == "IPv4 from sentry-1,sentry-2")
    }

    @Test("what has every value of a field is not said to have it")
    func forgets() {
        let joined = Box.joined([Box([Field.family.rawValue: [0...0]]), Box([Field.family.rawValue: [1...1]])])
        #expect(joined == [Box([:])] && joined.map(\.description) == ["any packet"])
    }

    @Test("boxes of random rulesets are the sets that they are made of", arguments: 0..<20)
    func sameSet(seed: UInt64) throws {
        var dice = RulesetDice(seed: seed)
        let prover = Prover(dice.listing(), store: self.store)
        let set = prover.mayAccept(at: .input)
        let (boxes, isComplete) = self.store.boxes(of: set, limit: 2000)
        let union = boxes.reduce(Diagram.nothing) { self.store.union($0, self.store.packets(in: $1)) }
        #expect(!isComplete || union == set)
    }
}
