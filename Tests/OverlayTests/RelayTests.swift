import Addressing
import Overlay
import PeerProtocol
import Skywelld
import TestSupport
import Testing

@Suite("Relay")
struct RelayTests {
    private static let other = NodeKey(seed: Seed(passphrase: "some other validator"))

    /// A node that sends on the votes of one validator, with three links.
    private static func bench(
        _ configure: (inout Overlay.Configuration) -> Void = { _ in }
    ) -> (Bench, [ConnectionID]) {
        var bench = Bench {
            $0.relayRule = .listed([Votes.validator.publicKey])
            configure(&$0)
        }
        let ids = [Bench.validator, Bench.stranger, Self.other].map { bench.link($0) }
        return (bench, ids)
    }

    @Test("a listed validator's votes go to every link but the one that they came from, once")
    func relays() {
        var (bench, ids) = Self.bench()
        for message in [Message.validation(Votes.validation()), .proposal(Votes.proposal())] {
            #expect(bench.feed(message.received(on: ids[1])) == [message.sent(on: ids[0]), message.sent(on: ids[2])])
            for id in ids { #expect(bench.feed(message.received(on: id)) == []) }
        }
    }

    @Test(
        "a validation that is older than the last one of its signer is not sent on; others' are, and those of the same second"
    )
    func outdated() {
        let other = NodeKey(seed: Seed(passphrase: "another voter"))
        var (bench, ids) = Self.bench { $0.relayRule = .listed([Votes.validator.publicKey, other.publicKey]) }
        let votes = [
            (Votes.validation(sequence: 3, age: 10), true), (Votes.validation(sequence: 2, age: 11), false),
            (Votes.validation(sequence: 4, age: 10), true), (Votes.validation(other, sequence: 1, age: 60), true),
            (Votes.validation(other, sequence: 0, age: 61), false), (Votes.validation(sequence: 5, age: 0), true),
        ]
        for (vote, isSent) in votes {
            let message = Message.validation(vote)
            let sent = [message.sent(on: ids[0]), message.sent(on: ids[2])]
            #expect(bench.feed(message.received(on: ids[1])) == (isSent ? sent : []))
        }
    }

    @Test("a vote is remembered for 300 seconds")
    func suppression() {
        var (bench, ids) = Self.bench()
        let message = Message.validation(Votes.validation(age: -100))
        #expect(bench.feed(message.received(on: ids[1])).count == 2)
        bench.now = .seconds(59)
        bench.networkTime += 220
        #expect(bench.feed(message.received(on: ids[0])) == [])
    }

    @Test("nobody else's votes go anywhere, unless everybody's do")
    func unlisted() {
        var (bench, ids) = Self.bench()
        let messages = [Message.validation(Votes.validation(Self.other)), .proposal(Votes.proposal(Self.other))]
        for message in messages { #expect(bench.feed(message.received(on: ids[0])) == []) }
        (bench, ids) = Self.bench { $0.relayRule = .everyone }
        for message in messages { #expect(bench.feed(message.received(on: ids[0])).count == 2) }
    }

    @Test("a vote that is too old, or too far ahead, goes nowhere", arguments: [true, false])
    func time(isValidation: Bool) {
        let oldest: Int64 = isValidation ? 120 : 180
        for (age, isRelayed) in [(oldest, true), (oldest + 1, false), (-180, true), (-181, false)] {
            var (bench, ids) = Self.bench()
            let message =
                isValidation ? Message.validation(Votes.validation(age: age)) : .proposal(Votes.proposal(age: age))
            #expect(bench.feed(message.received(on: ids[0])).isEmpty != isRelayed)
        }
    }

    @Test("a changed byte anywhere stops a validation")
    func forged() {
        let object = Votes.validation().object
        var (bench, ids) = Self.bench()
        for index in object.indices {
            var forged = object
            forged[index] ^= 1
            #expect(bench.feed(Message.validation(Validation(object: forged)).received(on: ids[0])) == [])
        }
        // And the forgeries do not stand in the way of the real one.
        #expect(bench.feed(Message.validation(Validation(object: object)).received(on: ids[0])).count == 2)
    }

    @Test("a proposal with another's signature, or for a ledger that it does not name, goes nowhere")
    func forgedProposal() {
        var (bench, ids) = Self.bench()
        let good = Votes.proposal(sequence: 4)
        let forged = Proposal(
            Votes.proposal(sequence: 5).position,
            publicKey: good.publicKey,
            signature: good.signature
        )
        #expect(bench.feed(Message.proposal(forged).received(on: ids[0])) == [])
        #expect(bench.feed(Message.proposal(Votes.proposal(previousLedger: nil)).received(on: ids[0])) == [])
        #expect(bench.feed(Message.proposal(good).received(on: ids[0])).count == 2)
    }

    @Test("the vectors' votes are relayed byte for byte, at their time")
    func vectors() throws {
        var (bench, ids) = Self.bench()
        let object = bytes(try VectorFile.text("serialized", of: "validation"))
        let message = Message.validation(Validation(object: object))
        #expect(bench.feed(message.received(on: ids[2])) == [message.sent(on: ids[0]), message.sent(on: ids[1])])
    }

    @Test("a link that does not take what is relayed is closed, the others get it")
    func slowLink() {
        var limits = Limits.standard
        limits.queuedFrames = 2
        var bench = Bench(limits: limits) { $0.relayRule = .listed([Votes.validator.publicKey]) }
        let ids = [Bench.validator, Bench.stranger, Self.other].map { bench.link($0) }
        for sequence in 1...2 {
            let message = Message.validation(Votes.validation(sequence: UInt32(sequence)))
            #expect(bench.feed(message.received(on: ids[0])).count == 2)
        }
        #expect(bench.feed(.queueDrained(ids[2])) == [])
        let third = Message.validation(Votes.validation(sequence: 3))
        #expect(
            bench.feed(third.received(on: ids[0])) == [third.sent(on: ids[2]), .close(ids[1], .sendQueueFull)]
        )
        let fourth = Message.validation(Votes.validation(sequence: 4))
        #expect(bench.feed(fourth.received(on: ids[0])) == [fourth.sent(on: ids[2])])
    }

    @Test("transactions go nowhere, unless that is asked for; then each goes once")
    func transactions() {
        let message = Message.transaction(Transaction([1, 2, 3], status: .new))
        var (bench, ids) = Self.bench()
        #expect(bench.feed(message.received(on: ids[0])) == [])
        (bench, ids) = Self.bench { $0.relaysTransactions = true }
        #expect(bench.feed(message.received(on: ids[0])) == [message.sent(on: ids[1]), message.sent(on: ids[2])])
        #expect(bench.feed(message.received(on: ids[1])) == [])
    }

    @Test("a stranger's transactions cut nobody else's link, however many come at once and whoever does not read")
    func manyTransactions() {
        let messages = (0..<UInt16(400)).map { number in
            Message.transaction(Transaction([UInt8(number >> 8), UInt8(number & 0xFF)], status: .new))
        }
        var (bench, ids) = Self.bench { $0.relaysTransactions = true }
        let record = messages.flatMap(\.frame.bytes)
        #expect(
            bench.feed(.bytesReceived(ids[0], record))
                == messages.flatMap { [$0.sent(on: ids[1]), $0.sent(on: ids[2])] }
        )
        // Nothing of that is taken yet, and still a vote goes to all.
        let vote = Message.validation(Votes.validation())
        #expect(bench.feed(vote.received(on: ids[0])) == [vote.sent(on: ids[1]), vote.sent(on: ids[2])])

        var limits = Limits.standard
        limits.queuedBytes = 4 * vote.frame.bytes.count
        bench = Bench(limits: limits) {
            $0.relaysTransactions = true
            $0.relayRule = .listed([Votes.validator.publicKey])
        }
        ids = [Bench.validator, Bench.stranger, Self.other].map { bench.link($0) }
        let room = limits.queuedBytes / 2 / messages[0].frame.bytes.count
        for (index, message) in messages.enumerated() {
            let sent = index < room ? [message.sent(on: ids[1]), message.sent(on: ids[2])] : [message.sent(on: ids[2])]
            #expect(bench.feed(message.received(on: ids[0])) == sent)
            #expect(bench.feed(.queueDrained(ids[2])) == [])
        }
        #expect(room < messages.count)
        #expect(bench.feed(vote.received(on: ids[0])) == [vote.sent(on: ids[1]), vote.sent(on: ids[2])])
    }

    @Test("a forger is parted with, and is not let in again for a while; an address of a private network is spared")
    func overBudget() {
        for (remote, isDropped) in [(Bench.remote, true), (Endpoint(IPv4Address(rawValue: 0x0A00_0001), 1), false)] {
            var bench = Bench { $0.relayRule = .listed([Votes.validator.publicKey]) }
            let id = bench.link(Bench.stranger, from: remote)
            var actions: [Action] = []
            for sequence in 0..<6_000 where actions.isEmpty {
                var forged = Votes.forged
                forged[forged.count - 1] = UInt8(sequence & 0xFF)
                forged[forged.count - 2] = UInt8(sequence >> 8)
                actions += bench.feed(Message.validation(Validation(object: forged)).received(on: id))
            }
            #expect(actions == (isDropped ? [.close(id, .overBudget)] : []))
            guard isDropped else { continue }
            _ = bench.feed(.connectionClosed(id, .closedByUs))
            let again = bench.accept(from: remote)
            #expect(bench.feed(.bytesReceived(again, Bench.request())) == [.close(again, .overBudget)])
            _ = bench.link(from: Endpoint(IPv4Address(rawValue: 0x0808_0808), 1))
        }
    }

    @Test(
        "a protected peer, a member of the cluster and a fixed peer get in, whatever a neighbour behind their address has cost",
        arguments: [
            { $0.protection = Protection(keys: [Bench.validator.publicKey]) },
            { $0.protection = Protection(addresses: [Bench.remote.address]) },
            { $0.clusterKeys = [Bench.validator.publicKey] },
            { $0.fixedPeers = [Endpoint(Bench.remote.address, 50333)] },
        ] as [@Sendable (inout Overlay.Configuration) -> Void]
    )
    func costlyNeighbour(configure: @Sendable (inout Overlay.Configuration) -> Void) {
        var bench = Bench { configure(&$0) }
        // Those whom a named address lets in for nothing come first; who is beyond them is charged.
        var free: [ConnectionID] = []
        var neighbour: ConnectionID?
        for number in 0..<6 where neighbour == nil {
            let id = bench.link(NodeKey(seed: Seed(passphrase: "neighbour \(number)")), from: Bench.remote)
            let isSpared = (0..<5_000).allSatisfy { _ in bench.feed(.bytesReceived(id, Self.costly)).isEmpty }
            if isSpared { free.append(id) } else { neighbour = id }
        }
        for id in free + [neighbour].compactMap({ $0 }) { _ = bench.feed(.connectionClosed(id, .closedByUs)) }
        #expect(neighbour != nil)
        let again = bench.accept(from: Bench.remote)
        if free.isEmpty {
            #expect(bench.feed(.bytesReceived(again, Bench.request(Self.other))) == [.close(again, .overBudget)])
        }
        _ = bench.feed(.connectionClosed(again, .closedByUs))
        _ = bench.link(Bench.validator, from: Bench.remote)
        // Its address is known now, and lets nobody else in for that.
        guard free.isEmpty else { return }
        let last = bench.accept(from: Bench.remote)
        #expect(bench.feed(.bytesReceived(last, Bench.request(Self.other))) == [.close(last, .overBudget)])
    }

    /// A proposal of the wrong sizes.
    private static let costly = Frame(.proposeLedger, bytes("08011200" + "1a00" + "2000" + "2a00")).bytes
}

extension Votes {
    /// Long enough to be looked at, and no validation.
    fileprivate static let forged = [UInt8](repeating: 0xEE, count: 80)
}
