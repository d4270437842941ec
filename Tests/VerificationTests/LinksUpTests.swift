import Compiler
import TestSupport
import Testing
import Topology
import Verification

@Suite struct LinksUpTests {
    private static func observations(
        dialler: LinkObservation.End = .established,
        listener: LinkObservation.End = .established
    ) throws -> [LinkObservation] {
        try SampleTopology.quickstart().links.enumerated().map { number, link in
            number == 1
                ? LinkObservation(link: link, dialler: dialler, listener: listener)
                : LinkObservation(link: link, dialler: .established, listener: .established)
        }
    }

    @Test("holds if both ends of every link list the other")
    func holds() throws {
        let claim = Claim.linksUp(try Self.observations())
        #expect(claim.id == .linksUp)
        #expect(claim.outcome == .holds)
        #expect(claim.evidence.count == 3)
        #expect(claim.texts.contains("validator-1 -> sentry-2 at 10.1.10.56:50333"))
    }

    @Test("is violated if one end does not list the other, and names that end")
    func violated() throws {
        let dialler = Claim.linksUp(try Self.observations(dialler: .missing("it sleeps")))
        #expect(dialler.outcome == .violated)
        #expect(dialler.evidence == [Evidence(from: "validator-1", "link validator-1 -> sentry-2: it sleeps")])
        let listener = Claim.linksUp(try Self.observations(listener: .missing("no row")))
        #expect(listener.evidence == [Evidence(from: "sentry-2", "link validator-1 -> sentry-2: no row")])
        let both = Claim.linksUp(try Self.observations(dialler: .missing("a"), listener: .missing("b")))
        #expect(both.outcome == .violated && both.evidence.count == 2)
    }

    @Test("is unsettled if a node cannot be asked, and says why")
    func unknown() throws {
        let claim = Claim.linksUp(try Self.observations(dialler: .unknown("no port")))
        #expect(claim.outcome == .unsettled)
        #expect(claim.evidence.first == Evidence(from: "validator-1", "link validator-1 -> sentry-2: no port"))
    }

    @Test("is unsettled without any link")
    func unsettled() {
        #expect(Claim.linksUp([]).outcome == .unsettled)
    }
}
