import Addressing
import Overlay
import PeerProtocol
import Testing

@Suite("Waking")
struct WakeTests {
    @Test("asks for the earliest deadline only, and again when it has passed")
    func earliest() {
        var bench = Bench()
        #expect(bench.feed(.started) == [] && bench.wake == nil)
        let id = ConnectionID(rawValue: 1)
        _ = bench.feed(.connectionAccepted(id, remote: Bench.remote))
        #expect(bench.wake == .seconds(30))
        bench.now = .seconds(10)
        _ = bench.feed(.connectionAccepted(ConnectionID(rawValue: 3), remote: Bench.remote))
        #expect(bench.wake == .seconds(30))
        _ = bench.feed(.connectionClosed(id, .closedByPeer))
        bench.now = .seconds(30)
        #expect(bench.feed(.timeReached) == [])
        #expect(bench.wake == .seconds(40))
    }

    @Test("waking early, late or twice does nothing that was not due")
    func harmless() {
        var bench = Bench()
        let id = bench.link()
        for _ in 0..<10 { #expect(bench.feed(.timeReached) == []) }
        #expect(bench.wake == .seconds(3))
        bench.now = .seconds(50)
        let late = bench.feed(.timeReached)
        #expect(late.count == 2)
        #expect(bench.feed(.timeReached) == [])
        #expect(bench.wake == .seconds(55))
        bench.now = .seconds(500)
        #expect(bench.feed(.timeReached) == [.close(id, .unresponsive)])
        #expect(bench.feed(.timeReached) == [])
    }

    @Test("an early wake is answered with the next wish, so that it is not forgotten")
    func earlyIsAnswered() {
        var machine = Bench().machine
        let moment = Moment(elapsed: .zero, networkTime: 0)
        let accepted = Event.connectionAccepted(ConnectionID(rawValue: 1), remote: Bench.remote)
        #expect(machine.handle(accepted, now: moment) == [.wake(at: .seconds(30))])
        #expect(machine.handle(.timeReached, now: moment) == [.wake(at: .seconds(30))])
        #expect(machine.handle(.queueDrained(ConnectionID(rawValue: 1)), now: moment) == [])
    }

    @Test("the same seed, events and times give the same actions")
    func deterministic() {
        func run(_ seed: UInt64) -> [Action] {
            var bench = Bench(fixedPeers: [Bench.fixed], seed: seed)
            var actions = bench.feed(.started)
            for round in 0..<20 {
                if case .dial(let id, _)? = actions.last { actions += bench.feed(.connectionClosed(id, .refused)) }
                _ = bench.link(round == 0 ? Bench.validator : Bench.stranger)
                actions += bench.advance(by: .seconds(7))
                for id in 0..<40 {
                    _ = bench.feed(.connectionClosed(ConnectionID(rawValue: UInt64(2 * id + 1)), .reset))
                }
            }
            return actions
        }
        #expect(run(5) == run(5))
        #expect(run(5) != run(6))
    }

    @Test("using a number twice is a bug of the shell")
    func reusedNumber() async {
        await #expect(processExitsWith: .failure) {
            var machine = Bench().machine
            for _ in 0..<2 {
                _ = machine.handle(
                    .connectionAccepted(ConnectionID(rawValue: 1), remote: Bench.remote),
                    now: Moment(elapsed: .zero, networkTime: 0)
                )
            }
        }
    }
}
