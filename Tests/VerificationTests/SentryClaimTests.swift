import Addressing
import Lab
import Testing
import Topology
import Verification

@Suite struct SentryReachableTests {
    private static func sentry(
        _ name: String,
        handshake: String? = nil,
        crawl: String? = nil
    ) throws -> SentryObservation {
        SentryObservation(
            vantage: try Seen.host("outsider"),
            sentry: try Seen.host(name),
            endpoint: try Seen.endpoint("198.51.100.11:50333"),
            handshakeFailure: handshake,
            crawlFailure: crawl
        )
    }

    @Test("holds if every sentry shook hands and answered")
    func holds() throws {
        let claim = Claim.sentryReachable([try Self.sentry("sentry-1"), try Self.sentry("sentry-2")])
        #expect(claim.id == .sentryReachable && claim.outcome == .holds && claim.evidence.count == 2)
        #expect(claim.texts.contains("sentry-2 (198.51.100.11:50333): handshake completed"))
    }

    @Test("is violated by one sentry that fails in one of the two")
    func violated() throws {
        let handshake = Claim.sentryReachable([
            try Self.sentry("sentry-1"), try Self.sentry("sentry-2", handshake: "503, no slot"),
        ])
        #expect(handshake.outcome == .violated)
        #expect(handshake.texts == "outsider: peer handshake with sentry-2 (198.51.100.11:50333): 503, no slot")
        let crawl = Claim.sentryReachable([
            try Self.sentry("sentry-1", crawl: "status 404"), try Self.sentry("sentry-2"),
        ])
        #expect(crawl.outcome == .violated)
        #expect(crawl.texts == "outsider: /crawl of sentry-1 (198.51.100.11:50333): status 404")
        #expect(Claim.sentryReachable([try Self.sentry("s", handshake: "a", crawl: "b")]).evidence.count == 2)
    }

    @Test("is unsettled if no outsider could try")
    func unsettled() {
        #expect(Claim.sentryReachable([]).outcome == .unsettled)
    }
}

@Suite struct AdminClosedTests {
    private static func sweep(
        from vantage: String = "outsider",
        _ answers: [Port: SynSweep.Answer],
        counted: UInt64? = nil,
        sent: Int = 65_535
    ) throws -> SweepObservation {
        try Seen.sweep(
            from: vantage,
            of: "sentry-1",
            at: "198.51.100.11",
            sent: sent,
            answers: answers,
            counted: counted
        )
    }

    private static func claim(_ sweeps: SweepObservation...) -> Claim {
        Claim.adminClosed(sweeps) { $0.vantage.rawValue == "office" ? [50_333, 22] : [50_333] }
    }

    @Test("holds if the open port answers and no other does")
    func holds() throws {
        let claim = Self.claim(try Self.sweep([50_333: .accepted]))
        #expect(claim.id == .adminClosed && claim.outcome == .holds)
        #expect(claim.texts.contains("65535 SYNs, answers from port 50333 alone; its rules counted 65534 drops"))
    }

    @Test(
        "is violated by any other port, be it an accept or a reset",
        arguments: [
            SynSweep.Answer.accepted, .reset,
        ]
    )
    func violated(answer: SynSweep.Answer) throws {
        let claim = Self.claim(try Self.sweep([50_333: .accepted, 5_050: answer]))
        #expect(claim.outcome == .violated)
        #expect(claim.evidence.count == 1)
        #expect(claim.texts.contains("sentry-1 (198.51.100.11): port 5050 answered"))
    }

    @Test("what the topology opens to one vantage is not open to another")
    func knowsVantages() throws {
        let answers: [Port: SynSweep.Answer] = [50_333: .accepted, 22: .reset]
        #expect(Self.claim(try Self.sweep(from: "office", answers)).outcome == .holds)
        #expect(Self.claim(try Self.sweep(answers)).outcome == .violated)
        #expect(Self.claim(try Self.sweep(from: "office", answers), try Self.sweep(answers)).outcome == .violated)
    }

    @Test("is unsettled if not even the open port answered: perhaps nothing arrived")
    func unsettledBySilence() throws {
        let claim = Self.claim(try Self.sweep([:]))
        #expect(claim.outcome == .unsettled)
        #expect(claim.texts.contains("not even the open peer port answered"))
    }

    @Test("is unsettled if packets were lost before the rules, or not all ports were swept")
    func unsettledByLoss() throws {
        #expect(Self.claim(try Self.sweep([50_333: .accepted], counted: 65_533)).outcome == .unsettled)
        #expect(Self.claim(try Self.sweep([50_333: .accepted], sent: 65_000)).outcome == .unsettled)
    }

    @Test("a bad answer outweighs lost packets")
    func violationFirst() throws {
        #expect(Self.claim(try Self.sweep([22: .accepted], counted: 0)).outcome == .violated)
    }

    @Test("is unsettled without sweeps")
    func unsettledWithoutObservations() {
        #expect(Self.claim().outcome == .unsettled)
    }
}

@Suite struct RulesInPlaceTests {
    private static let table = "table inet picket {\n\tchain input {\n\t\tdrop\n\t}\n}\n"

    private static func claim(_ inPlace: String?, _ expected: String? = Self.table) throws -> Claim {
        Claim.rulesInPlace([
            RulesObservation(host: try Seen.host("sentry-1"), inPlace: Self.table, expected: Self.table),
            RulesObservation(host: try Seen.host("validator-1"), inPlace: inPlace, expected: expected),
        ])
    }

    @Test("holds if every kernel lists what its artifact makes")
    func holds() throws {
        let claim = try Self.claim(Self.table)
        #expect(claim.id == .rulesInPlace && claim.outcome == .holds)
        #expect(claim.texts == "the kernels: 2 of 2 hold their artifact's rules, read back")
    }

    @Test("is violated by a missing table, and by an artifact that makes none")
    func violatedByAbsence() throws {
        let missing = try Self.claim(nil)
        #expect(missing.outcome == .violated)
        #expect(missing.texts == "validator-1: its kernel has no table inet picket")
        #expect(try Self.claim(Self.table, nil).outcome == .violated)
        #expect(try Self.claim(nil, nil).outcome == .violated)
    }

    @Test("is violated by a difference, and shows the first one")
    func violatedByDifference() throws {
        let changed = try Self.claim(Self.table.split(separator: "drop").joined(separator: "accept"))
        #expect(changed.outcome == .violated)
        #expect(changed.texts.contains("'accept' instead of 'drop'"))
        let longer = try Self.claim(Self.table + "more\n")
        #expect(longer.outcome == .violated)
        let shorter = try Self.claim(String(Self.table.dropLast(4)))
        #expect(shorter.outcome == .violated)
        #expect(try Self.claim("").outcome == .violated)
    }

    @Test("is unsettled without hosts")
    func unsettled() {
        #expect(Claim.rulesInPlace([]).outcome == .unsettled)
    }
}
