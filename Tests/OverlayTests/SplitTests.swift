import Overlay
import PeerProtocol
import TestSupport
import Testing

/// The machine as a decoder: what it does must not depend on how the bytes of a link were split.
@Suite("Overlay and the splits of bytes")
struct SplitTests {
    private struct Link {
        var bench: Bench
        let id: ConnectionID

        static func standing() -> Link {
            var bench = Bench()
            let id = bench.link(Bench.stranger)
            return Link(bench: bench, id: id)
        }

        mutating func read(_ bytes: inout ArraySlice<UInt8>) -> [Action] {
            defer { bytes = [] }
            return self.bench.feed(.bytesReceived(self.id, Array(bytes)))
        }
    }

    @Test("a link answers the same frames in the same way")
    func link() {
        let id = Link.standing().id
        let verifier = DecoderVerifier(Link.standing, read: { link, bytes in link.read(&bytes) })
        let ping = Ping(.ping, sequence: 77)
        let pong = Action.send(id, ping.pong.frame.bytes)
        #expect(
            verifier.complaints([
                .init(ping.frame.bytes, [pong]), .init(ping.frame.bytes + ping.frame.bytes, [pong, pong]),
                .init([0, 0, 0, 50, 0, 99] + [UInt8](repeating: 1, count: 50) + ping.frame.bytes, [pong]),
                .init(Frame.emptyEndpoints.bytes + ping.frame.bytes, [pong]),
            ]) == []
        )
    }

    @Test(
        "a link ends at the same byte, whatever comes behind it",
        arguments: [
            ([0, 0, 0, 0, 0, 1], CloseReason.deprecatedHello), ([0, 0, 0, 0, 0, 0], .typeZero),
            ([0x40, 0, 0, 0, 0, 41], .frameTooLong), ([0, 0, 0, 1, 0, 3, 255], .malformedMessage),
        ]
    )
    func end(bytes: [UInt8], reason: CloseReason) {
        let id = Link.standing().id
        let ping = Ping(.ping, sequence: 5)
        let all = ping.frame.bytes + bytes
        let (first, last) = (Action.send(id, ping.pong.frame.bytes), Action.close(id, reason))
        // Twice over it is the same: nobody listens any more.
        var link = Link.standing()
        var rest = (all + all)[...]
        #expect(link.read(&rest) == [first, last])
        for place in all.indices.dropFirst() {
            var link = Link.standing()
            var (head, tail) = (all[..<place], all[place...])
            #expect(link.read(&head) + link.read(&tail) == [first, last])
        }
    }

    @Test(
        "a frame costs its sender as much in pieces as whole",
        arguments: [
            (Ping(.ping, sequence: 5).frame, isRequest: true), (Ping(.pong, sequence: 5).frame, false),
            (Frame.emptyEndpoints, false), (Message.statusChange(StatusChange(event: .lostSync)).frame, false),
            (Message.validation(Votes.validation()).frame, false),
        ]
    )
    func cost(frame: Frame, isRequest: Bool) {
        // A balance is held in 32nds. Bad data brings the sender near the end of it, the frame beyond.
        let budget = 32 * ResourceTable.dropBalance
        let cost = (isRequest ? ResourceCharge.request : .message).cost
        for pieces in [[frame.bytes], [Array(frame.bytes[..<3]), Array(frame.bytes[3...])]] {
            var link = Link.standing()
            let bad = Frame(.proposeLedger, bytes("08011200" + "1a00" + "2000" + "2a00")).bytes
            var spent = 0
            var isClosed = false
            while !isClosed, spent < 2 * budget {
                let isNear = spent >= budget - 200
                spent += isNear ? cost : ResourceCharge.badData.cost
                for piece in isNear ? pieces : [bad] {
                    var rest = piece[...]
                    isClosed = isClosed || link.read(&rest).contains(.close(link.id, .overBudget))
                }
                _ = link.bench.feed(.queueDrained(link.id))
            }
            #expect((budget..<budget + cost).contains(spent))
        }
    }
}
