import Addressing
import Files
import Lab
import Testing
import Topology

@testable import Verification

@Suite struct ValidatorUnreachableTests {
    private static func knock(_ answer: KnockObservation.Answer = .silence) throws -> KnockObservation {
        KnockObservation(
            vantage: try Seen.host("intruder"),
            target: try Seen.host("validator-1"),
            endpoint: try Seen.endpoint("10.1.10.51:50333"),
            answer: answer
        )
    }

    private static func claim(_ sweeps: SweepObservation..., knocks: [KnockObservation]? = nil) throws -> Claim {
        Claim.validatorUnreachable(
            [try Seen.host("validator-1")],
            sweeps: sweeps,
            knocks: try knocks ?? [Self.knock()]
        )
    }

    @Test("a vantage that could not knock keeps the claim open")
    func notAsked() throws {
        let claim = try Self.claim(Seen.sweep(), knocks: [Self.knock(.notAsked("too many open files"))])
        #expect(claim.outcome == .unsettled)
        #expect(claim.evidence.first?.text.contains("too many open files") == true)
    }

    @Test("an answer that an earlier attempt got is not forgotten")
    func earlierAnswer() throws {
        let sweep = try Seen.sweep().adding([50_333: .accepted])
        #expect(try Self.claim(sweep).outcome == .violated)
    }

    @Test("holds if every port was silent and every packet was counted")
    func holds() throws {
        let forwarder = try Seen.host("sentry-1")
        let claim = try Self.claim(Seen.sweep(), Seen.sweep(from: "outsider", path: .routed(through: forwarder)))
        #expect(claim.id == .validatorUnreachable)
        #expect(claim.outcome == .holds)
        #expect(
            claim.texts.contains("intruder: validator-1 (10.1.10.51): 65535 SYNs, no answer; its rules counted 65535")
        )
        #expect(claim.texts.contains("the forward rules of sentry-1 counted 65535"))
        #expect(claim.texts.contains("handshake with 10.1.10.51:50333: no answer"))
    }

    @Test(
        "is violated by one answer from one port, be it an accept or a reset",
        arguments: [
            SynSweep.Answer.accepted, .reset,
        ]
    )
    func violatedByAnswer(answer: SynSweep.Answer) throws {
        let claim = try Self.claim(Seen.sweep(answers: [65_535: answer]))
        #expect(claim.outcome == .violated)
        #expect(claim.evidence.first?.vantage == "intruder")
        #expect(claim.texts.contains("port 65535 answered \(answer == .accepted ? "SYN-ACK" : "RST")"))
    }

    @Test("is violated by an answer also through a forwarder, and although packets were lost")
    func violatedAnyway() throws {
        let path = SweepObservation.Path.routed(through: try Seen.host("sentry-1"))
        let sweep = try Seen.sweep(path: path, sent: 10, answers: [1: .reset], counted: 0)
        #expect(try Self.claim(Seen.sweep(), sweep).outcome == .violated)
    }

    @Test("names the first answers and counts the rest")
    func abridges() throws {
        let answers = Dictionary(
            uniqueKeysWithValues: (1...100).compactMap { Port(rawValue: $0) }.map { ($0, SynSweep.Answer.reset) }
        )
        let claim = try Self.claim(Seen.sweep(answers: answers))
        #expect(claim.evidence.count == 6)
        #expect(claim.texts.contains("port 1 answered RST") && claim.texts.contains("and 95 more ports"))
    }

    @Test("is violated by anything that came back from a handshake")
    func violatedByKnock() throws {
        let claim = try Self.claim(Seen.sweep(), knocks: [Self.knock(), Self.knock(.answered("TLS: closed"))])
        #expect(claim.outcome == .violated)
        #expect(claim.texts == "intruder: validator-1, handshake with 10.1.10.51:50333: TLS: closed")
    }

    @Test("is unsettled if a single packet was not counted: it may have been lost on the way")
    func unsettledByLoss() throws {
        let claim = try Self.claim(Seen.sweep(counted: 65_534))
        #expect(claim.outcome == .unsettled)
        #expect(claim.texts.contains("counted 65534 dropped packets, but 65535 were sent"))
        #expect(try Self.claim(Seen.sweep(counted: 0)).outcome == .unsettled)
    }

    @Test("is not unsettled because more was counted than these sweeps sent")
    func toleratesMore() throws {
        #expect(try Self.claim(Seen.sweep(counted: 70_000)).outcome == .holds)
    }

    @Test("is unsettled if not every port was swept, or the sweep broke off")
    func unsettledByShortSweep() throws {
        #expect(try Self.claim(Seen.sweep(sent: 65_534)).outcome == .unsettled)
        #expect(try Self.claim(Seen.sweep(sent: 0)).outcome == .unsettled)
        let failure = SystemCallError("send SYN to", "10.1.10.51", code: 105)
        let claim = try Self.claim(Seen.sweep(failure: failure))
        #expect(claim.outcome == .unsettled)
        #expect(claim.texts.contains("broke off: send SYN to 10.1.10.51"))
    }

    @Test("is unsettled if nobody shares a segment with a validator, whatever came through forwarders")
    func unsettledWithoutNeighbour() throws {
        let path = SweepObservation.Path.routed(through: try Seen.host("sentry-1"))
        #expect(try Self.claim(Seen.sweep(path: path)).outcome == .unsettled)
        let claim = Claim.validatorUnreachable(
            [try Seen.host("validator-1"), try Seen.host("validator-2")],
            sweeps: [try Seen.sweep()],
            knocks: []
        )
        #expect(claim.outcome == .unsettled)
        #expect(claim.texts.contains("nobody shares a segment with validator-2"))
    }

    @Test("that the topology lets a vantage administer is the cause that is named, and no excuse")
    func namesCause() throws {
        let claim = Claim.validatorUnreachable(
            [try Seen.host("validator-1")],
            sweeps: [try Seen.sweep(answers: [22: .reset]), try Seen.sweep(from: "outsider", answers: [22: .reset])],
            knocks: [],
            administrators: [try Seen.host("intruder")]
        )
        #expect(claim.outcome == .violated)
        #expect(
            claim.evidence.map { $0.text.contains("the topology lets this vantage's address administer") } == [
                true, false,
            ]
        )
    }

    @Test("is unsettled without validators and without sweeps")
    func unsettledWithoutObservations() throws {
        #expect(Claim.validatorUnreachable([], sweeps: [], knocks: []).outcome == .unsettled)
        #expect(try Self.claim().outcome == .unsettled)
    }
}
