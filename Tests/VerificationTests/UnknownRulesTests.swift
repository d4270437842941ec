import TestSupport
import Testing

@testable import Verification

/// Hosts whose rules nobody could read.
@Suite struct UnknownRulesTests {
    @Test("a claim about a host whose rules are not known is unsettled, and none is left out")
    func unsettled() throws {
        let claims = StaticVerification(try SampleTopology.quickstart(), hosts: []).claims()
        let unknown = claims.filter { $0.id != .bootSafe }
        let expected: [StaticClaim.ID] = [
            .validatorUnreachable, .validatorConfined, .linksPermitted, .sentryOpen, .slotsReserved, .adminClosed,
            .ipv6Closed, .spoofingRefused, .noForeignInterference,
        ]
        #expect(unknown.map(\.id) == expected)
        #expect(unknown.allSatisfy { $0.outcome == .unsettled })
    }

    @Test("a host is named by the claims that are about its role, and by no other")
    func roles() throws {
        let claims = StaticVerification(try SampleTopology.quickstart(), hosts: []).claims()
        for claim in claims where claim.id != .bootSafe {
            let hosts = claim.evidence.map(\.vantage)
            switch claim.id {
            case .validatorUnreachable, .validatorConfined: #expect(hosts == ["validator-1"])
            case .sentryOpen, .slotsReserved: #expect(hosts == ["sentry-1", "sentry-2"])
            default: #expect(hosts == ["validator-1", "sentry-1", "sentry-2"])
            }
        }
    }
}
