import Addressing
import Crawler
import Glibc
import PeerProtocol
import Skywelld
import TestSupport
import Testing

@testable import Node

/// A node in a process of its own, a validator and an honest peer that are linked with it, and many who are not honest.
///
/// `PICKET_FLOOD=10000` makes as many connections as it says, in place of 400: `make flood`.
@Suite("Node under attack", .serialized)
struct FloodTests {
    /// How long an honest peer may wait for a pong meanwhile. A peer that hears nothing for 60 s gives up.
    private static let patience = Duration.seconds(10)

    static var connections: Int {
        getenv("PICKET_FLOOD").flatMap { Int(String(cString: $0)) } ?? 400
    }

    /// Sanitizers keep memory of their own, which says nothing about the node.
    static var measuresMemory: Bool {
        getenv("PICKET_SANITIZED") == nil
    }

    @Test(
        "costs a bounded amount of memory, disturbs no link, and leaves nothing behind",
        arguments: Attack.allCases
    )
    func survives(attack: Attack) async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            [attack = attack as Attack] in
            raiseDescriptorLimit()
            let start = ContinuousClock.now
            let victim = try VictimNode()
            let validator = try TestNode("validator", isPrivate: true, fixedPeers: [victim.endpoint])
            try validator.logs("peer-active")
            let honest = try SecurePeer(victim.endpoint, timeout: .seconds(600)).upgrade(as: "honest")
            _ = try honest.ping(1)
            try eventually { CrawlOutcome.ofFetching(victim.endpoint).answer?.peers.count == 2 }
            let idle = try settled { victim.descriptors }
            let memory = victim.memory
            #expect(idle > 0 && memory > 0)

            let watch = FloodWatch(victim, honest)
            let leastCost = attack.leastCost(of: attack.strangers(of: FloodTests.connections))
            do {
                var strangers: [Attack.Stranger] = []
                let count = attack.strangers(of: FloodTests.connections)
                for number in 0..<count {
                    strangers.append(try attack.begin(victim.endpoint, number: number))
                    if number % 50 == 0 { try watch.look() }
                }
                for round in 0..<20 {
                    for stranger in strangers { attack.goOn(stranger, round: round) }
                    try watch.look()
                }
                let peers = 2 + attack.peers(of: count) - attack.droppedPeers(of: count)
                if attack.peers(of: count) > 0 { try eventually { try watch.peerCount() == peers } }
                // It may not have met all of them yet.
                try eventually {
                    try watch.look()
                    return watch.memory - memory >= leastCost
                }
            }
            let cost = watch.memory - memory
            if FloodTests.measuresMemory { #expect(cost <= attack.memoryBound, "\(cost) KiB") }
            #expect(watch.latency <= FloodTests.patience, "an honest ping waited for \(watch.latency)")
            try eventually { victim.descriptors == idle }
            #expect(validator.log.all("peer-closed").isEmpty && validator.log.all("peer-lost").isEmpty)
            _ = try honest.ping(2)
            let peers = CrawlOutcome.ofFetching(victim.endpoint).answer?.peers.map(\.publicKey) ?? []
            #expect(peers.count == 2 && peers.contains(validator.key.publicKey.base64))
            let left = victim.memory - memory
            // Takes as long as the node waits for peers to say goodbye.
            let end = FloodTests.measuresMemory ? nil : try victim.stop()
            #expect(end == nil || end?.code == 0, "\(end?.all ?? "")")
            let grown = "+\(cost) KiB at most, +\(left) KiB left"
            print("\(attack.rawValue): \(grown), slowest pong \(watch.latency) of \(ContinuousClock.now - start)")
        }
        // What was measured, for those who set the bounds.
        print(String(decoding: result?.standardOutputContent ?? [], as: UTF8.self), terminator: "")
    }

    @Test(
        "the same attack again takes no more memory: nothing of the first is kept",
        arguments: [Attack.silence, .garbage]
    )
    func keepsNothing(attack: Attack) async {
        await #expect(processExitsWith: .success) { [attack = attack as Attack] in
            raiseDescriptorLimit()
            let victim = try VictimNode()
            let honest = try SecurePeer(victim.endpoint, timeout: .seconds(600)).upgrade(as: "honest")
            var after: [Int] = []
            for round in 0..<4 {
                for number in 0..<(attack.strangers(of: FloodTests.connections) / 2) {
                    _ = try attack.begin(victim.endpoint, number: number)
                }
                _ = try honest.ping(UInt32(round + 1))
                try eventually { openConnections(to: victim.endpoint) <= 2 }
                after.append(victim.memory)
            }
            // The first round or two bring caches to their size.
            if FloodTests.measuresMemory { #expect(after[3] - after[1] <= 1_024, "\(after) KiB") }
        }
    }
}

/// Looks at the victim, and at what an honest peer has of it.
final class FloodWatch {
    private let victim: VictimNode
    private let honest: SecurePeer
    private var sequence: UInt32 = 100
    private(set) var memory = 0
    private(set) var latency = Duration.zero

    init(_ victim: VictimNode, _ honest: SecurePeer) {
        self.victim = victim
        self.honest = honest
    }

    /// How many peers the victim lists, of those who still are.
    func peerCount() throws -> Int? {
        try self.look()
        return CrawlOutcome.ofFetching(self.victim.endpoint).answer?.peers.count
    }

    func look() throws {
        self.sequence += 1
        self.latency = max(self.latency, try self.honest.ping(self.sequence))
        self.memory = max(self.memory, self.victim.memory)
    }
}

/// Lets this process have as many descriptors as it may.
func raiseDescriptorLimit() {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit)
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit)
}

/// A value once it has stayed the same for a while.
func settled(_ value: () -> Int) throws -> Int {
    var (last, times) = (value(), 0)
    try eventually {
        let now = value()
        times = now == last ? times + 1 : 0
        last = now
        return times >= 20
    }
    return last
}
