import Addressing
import Overlay
import PeerProtocol
import Skywelld
import Testing

@Suite("What a node says about ledgers")
struct LedgerTests {
    private static let others = (0..<3).map { NodeKey(seed: Seed(passphrase: "ledger neighbour \($0)")) }

    private static func bench() -> Bench {
        Bench { $0.relayRule = .listed([Votes.validator.publicKey]) }
    }

    /// The announcements among what is sent in the next second, and to whom.
    private static func announced(_ bench: inout Bench) throws -> [ConnectionID: [StatusChange]] {
        var found: [ConnectionID: [StatusChange]] = [:]
        for action in bench.advance(by: .seconds(1)) {
            guard case .send(let id, let bytes) = action else { continue }
            var decoder = FrameDecoder(wanted: Set(MessageType.allCases))
            var rest = bytes[...]
            guard case .frame(let frame)? = try decoder.read(&rest),
                case .statusChange(let status)? = try Message(frame)
            else { continue }
            found[id, default: []].append(status)
        }
        return found
    }

    private static func status(_ sequence: UInt32, _ event: StatusChange.Event = .acceptedLedger) -> Message {
        .statusChange(StatusChange(event: event, ledgerSequence: sequence))
    }

    @Test(
        "the ledger of a listed validator's vote is announced to every link, once, and without what could be asked for"
    )
    func votes() throws {
        var bench = Self.bench()
        let links = Self.others.map { bench.link($0) }
        _ = bench.feed(Message.validation(Votes.validation(sequence: 4_711)).received(on: links[0]))
        let status = StatusChange(event: .acceptedLedger, ledgerSequence: 4_711, networkTime: bench.networkTime)
        let announced = try Self.announced(&bench)
        #expect(announced == Dictionary(uniqueKeysWithValues: links.map { ($0, [status]) }))
        _ = bench.feed(Message.validation(Votes.validation(sequence: 4_711, age: 1)).received(on: links[1]))
        #expect(try Self.announced(&bench) == [:])
    }

    @Test("a stranger's vote says nothing")
    func unlisted() throws {
        var bench = Self.bench()
        let link = bench.link(Self.others[0])
        _ = bench.feed(Message.validation(Votes.validation(Bench.stranger, sequence: 9)).received(on: link))
        #expect(try Self.announced(&bench) == [:])
    }

    @Test("without votes the middle of the neighbours' words is announced, which one liar does not move")
    func neighbours() throws {
        var bench = Self.bench()
        let links = Self.others.map { bench.link($0) }
        for (link, sequence) in zip(links, [100, .max, 101] as [UInt32]) {
            _ = bench.feed(Self.status(sequence).received(on: link))
        }
        #expect(try Self.announced(&bench)[links[0]]?.map(\.ledgerSequence) == [101])
    }

    @Test("who lost sync is not asked, and nobody is told of an older ledger")
    func backwards() throws {
        var bench = Self.bench()
        let links = Self.others.prefix(2).map { bench.link($0) }
        _ = bench.feed(Self.status(100).received(on: links[0]))
        #expect(try Self.announced(&bench)[links[1]]?.map(\.ledgerSequence) == [100])
        _ = bench.feed(Self.status(300, .lostSync).received(on: links[0]))
        #expect(try Self.announced(&bench) == [:])
        _ = bench.feed(Self.status(99).received(on: links[0]))
        #expect(try Self.announced(&bench) == [:])
    }

    @Test("a peer is sane or not by the distance from the votes, and unknown before")
    func sanity() {
        var bench = Self.bench()
        let link = bench.link(Self.others[0])
        func expect(_ sanity: Sanity, after sequence: UInt32) {
            _ = bench.feed(Self.status(sequence).received(on: link))
            #expect(bench.machine.peerReports(now: bench.now).first?.sanity == sanity)
        }
        expect(.unknown, after: 1_000)
        _ = bench.feed(Message.validation(Votes.validation(sequence: 1_000)).received(on: link))
        expect(.unknown, after: 1_024)
        expect(.sane, after: 1_023)
        expect(.sane, after: 872)
        expect(.insane, after: 871)
        expect(.insane, after: 976)
        expect(.sane, after: 977)
    }

    @Test("a node speaks of the ledger of its own votes")
    func ownVoice() throws {
        var bench = Bench { $0.voice = Voice(key: Votes.validator, interval: .seconds(1)) }
        let link = bench.link(Self.others[0])
        _ = bench.feed(.started)
        _ = bench.advance(by: .seconds(1))
        let sequence = UInt32(bench.networkTime)
        #expect(try Self.announced(&bench)[link]?.first?.ledgerSequence == sequence)
    }
}
