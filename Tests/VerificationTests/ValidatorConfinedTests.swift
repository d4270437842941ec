import Addressing
import Lab
import Testing
import Topology
import Verification

@Suite struct ValidatorConfinedTests {
    private static func frame(
        _ number: UInt8 = 6,
        from source: String = "10.1.10.51",
        _ sourcePort: UInt16 = 40_000,
        to target: String = "10.1.10.55",
        _ port: UInt16 = 50_333
    ) throws -> CapturedFrame {
        CapturedFrame(
            content: .ipv4(
                protocolNumber: number,
                from: try Seen.address(source),
                sourcePort: sourcePort,
                to: try Seen.address(target),
                destinationPort: port
            )
        )
    }

    private static func claim(
        attempts: Int = 76,
        planned: Int = 76,
        frames: [CapturedFrame] = [],
        lost: Int = 0,
        counted: UInt64 = 76,
        diallers: [String] = []
    ) throws -> Claim {
        Claim.validatorConfined([
            EgressObservation(
                host: try Seen.host("validator-1"),
                sources: [try Seen.address("10.1.10.51"), try Seen.address("198.51.100.253")],
                links: [try Seen.endpoint("10.1.10.55:50333"), try Seen.endpoint("10.1.10.56:61000")],
                served: .init(diallers: Set(try diallers.map { try Seen.address($0) }), port: 50_333),
                report: Lab.EgressReport(attempts: .init(planned: planned, made: attempts), frames: frames, lost: lost),
                counted: counted
            )
        ])
    }

    @Test("holds if all attempts were dropped and only links and ARP were on the cable")
    func holds() throws {
        let frames = [
            CapturedFrame(content: .arp), try Self.frame(), try Self.frame(to: "10.1.10.56", 61_000),
            try Self.frame(from: "198.51.100.253"),
        ]
        let claim = try Self.claim(frames: frames)
        #expect(claim.id == .validatorConfined)
        #expect(claim.outcome == .holds, "\(claim.texts)")
        #expect(claim.texts.contains("76 packets tried") && claim.texts.contains("4 frames"))
        #expect(try Self.claim().outcome == .holds)
        #expect(try Self.claim(counted: 80).outcome == .holds)
    }

    @Test("a relay may answer those that dial it, from its peer port and to nobody else")
    func answersDiallers() throws {
        let answer = try Self.frame(from: "10.1.10.51", 50_333, to: "10.1.10.70", 40_123)
        #expect(try Self.claim(frames: [answer], diallers: ["10.1.10.70"]).outcome == .holds)
        #expect(try Self.claim(frames: [answer], diallers: ["10.1.10.71"]).outcome == .violated)
        #expect(try Self.claim(frames: [answer]).outcome == .violated)
        let call = try Self.frame(from: "10.1.10.51", 40_123, to: "10.1.10.70", 50_333)
        #expect(try Self.claim(frames: [call], diallers: ["10.1.10.70"]).outcome == .violated)
        let datagram = try Self.frame(17, from: "10.1.10.51", 50_333, to: "10.1.10.70", 40_123)
        #expect(try Self.claim(frames: [datagram], diallers: ["10.1.10.70"]).outcome == .violated)
    }

    @Test(
        "is violated by a frame that belongs to none of its links",
        arguments: [
            // another port of a sentry, another address, an end of one link with the port of the other
            (6, "10.1.10.51", "10.1.10.55", 50_334), (6, "10.1.10.51", "10.1.10.254", 50_333),
            (6, "10.1.10.51", "10.1.10.56", 50_333), (6, "10.1.10.51", "10.1.10.55", 0),
            // another protocol to the end of a link
            (17, "10.1.10.51", "10.1.10.55", 50_333), (1, "10.1.10.51", "10.1.10.55", 0),
            (47, "10.1.10.51", "10.1.10.55", 0),
            (132, "10.1.10.51", "10.1.10.55", 50_333),
            // a source that is not its own
            (6, "10.1.10.52", "10.1.10.55", 50_333), (6, "10.1.10.55", "10.1.10.55", 50_333),
            (6, "0.0.0.0", "10.1.10.55", 50_333),
        ] as [(UInt8, String, String, UInt16)]
    )
    func violated(number: UInt8, source: String, target: String, port: UInt16) throws {
        let claim = try Self.claim(frames: [Self.frame(), Self.frame(number, from: source, to: target, port)])
        #expect(claim.outcome == .violated)
        #expect(claim.evidence.count == 1)
        #expect(claim.evidence[0].vantage == "cable of validator-1")
        #expect(claim.evidence[0].text.hasPrefix("got out: "))
    }

    @Test(
        "is violated by anything that is neither IPv4 nor ARP",
        arguments: [0x86DD, 0x88CC, 0x0000, 0x8100] as [UInt16]
    )
    func violatedByOther(type: UInt16) throws {
        #expect(try Self.claim(frames: [CapturedFrame(content: .other(type))]).outcome == .violated)
    }

    @Test("names the first frames and counts the rest")
    func abridges() throws {
        let frames = try (1...20).map { try Self.frame(17, to: "10.1.10.9", UInt16($0)) }
        let claim = try Self.claim(frames: frames)
        #expect(claim.evidence.count == 6)
        #expect(claim.evidence.last?.text == "and 15 more frames")
    }

    @Test("a frame outweighs lost frames and missing counts")
    func violationFirst() throws {
        let claim = try Self.claim(frames: [Self.frame(17)], lost: 3, counted: 0)
        #expect(claim.outcome == .violated)
        #expect(claim.evidence[0].text.hasPrefix("got out: UDP 10.1.10.51:40000 -> 10.1.10.55:50333"))
    }

    @Test("is unsettled if frames went by unread, nothing was tried, or a drop is missing")
    func unsettled() throws {
        #expect(try Self.claim(lost: 1).outcome == .unsettled)
        #expect(try Self.claim(attempts: 0, counted: 0).outcome == .unsettled)
        #expect(try Self.claim(attempts: 0, planned: 0, counted: 0).outcome == .unsettled)
        #expect(try Self.claim(attempts: 75, counted: 75).outcome == .unsettled)
        let short = try Self.claim(counted: 75)
        #expect(short.outcome == .unsettled)
        #expect(short.texts.contains("76 packets were tried, but its rules counted only 75 drops"))
    }

    @Test("is unsettled without validators")
    func unsettledWithoutObservations() {
        #expect(Claim.validatorConfined([]).outcome == .unsettled)
    }
}
