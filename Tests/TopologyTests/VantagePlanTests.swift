import Addressing
import Diagnostics
import TestSupport
import Testing
import Topology

@Suite struct VantagePlanTests {
    private static func describe(_ plan: VantagePlan) -> [String] {
        plan.vantages.map { "\($0.kind) \($0.name) \($0.segment) \($0.address)" }
            + plan.spares.map { "spare \($0.segment) \($0.address)" }
    }

    private static func plan(_ text: String) throws -> [String] {
        let (plan, diagnostics) = VantagePlan.make(for: try topology(text))
        #expect(diagnostics.isEmpty)
        return Self.describe(plan)
    }

    @Test("puts an outsider on the public and an intruder on the private segment, at the top")
    func plansQuickstart() throws {
        #expect(
            try Self.plan(quickstart) == [
                "outsider outsider internet 198.51.100.254",
                "intruder intruder backbone 10.1.10.254",
                "spare internet 198.51.100.253",
            ]
        )
    }

    @Test("names them by segment where there are several of a kind")
    func namesBySegment() throws {
        let text = file(
            segments: """
                a: { cidr: 10.1.10.0/24 }
                internet: { public: true, cidr: 198.51.100.0/24 }
                fifteen-letters: { cidr: 10.1.11.0/24 }
                """,
            hosts: "s: { role: sentry, internet: 198.51.100.1 }"
        )
        #expect(
            try Self.plan(text) == [
                "intruder intruder-a a 10.1.10.254",
                "outsider outsider internet 198.51.100.254",
                "intruder intruder-fifteen-letters fifteen-letters 10.1.11.254",
                "spare internet 198.51.100.253",
            ]
        )
    }

    @Test("leaves out addresses that hosts have")
    func skipsUsed() throws {
        let text = file(
            hosts: "s{1..2}: { role: sentry, internet: 198.51.100.{253..254}, backbone: 10.1.10.{254..253} }"
        )
        #expect(
            try Self.plan(text) == [
                "outsider outsider internet 198.51.100.252",
                "intruder intruder backbone 10.1.10.252",
                "spare internet 198.51.100.251",
            ]
        )
    }

    @Test("leaves out addresses that may administer, also where they interleave with hosts")
    func skipsAdministration() throws {
        let text = file(
            hosts: "s: { role: sentry, internet: 198.51.100.127, backbone: 10.1.10.200 }",
            end: "firewall: { administration: [198.51.100.128/25, 198.51.100.125, 10.1.10.192/26, 203.0.113.0/24] }"
        )
        #expect(
            try Self.plan(text) == [
                "outsider outsider internet 198.51.100.126",
                "intruder intruder backbone 10.1.10.191",
                "spare internet 198.51.100.124",
            ]
        )
    }

    @Test("takes addresses that may administer when there are no others")
    func fallsBackToAdministration() throws {
        let text = file(
            hosts: "s: { role: sentry, internet: 198.51.100.1, backbone: 10.1.10.200 }",
            end: "firewall: { administration: [198.51.100.4/30, 198.51.100.8/29, 198.51.100.16/28, 198.51.100.32/27, "
                + "198.51.100.64/26, 198.51.100.128/25, 198.51.100.3, 10.0.0.0/8] }"
        )
        #expect(
            try Self.plan(text) == [
                "outsider outsider internet 198.51.100.2",
                "intruder intruder backbone 10.1.10.254",
                "spare internet 198.51.100.254",
            ]
        )
    }

    @Test("a large segment costs no more than a small one")
    func plansLargeSegments() throws {
        let text = file(
            segments: "internet: { public: true, cidr: 64.0.0.0/3 }",
            hosts: "s: { role: sentry, internet: 64.0.0.1 }",
            end: "firewall: { administration: [80.0.0.0/4] }"
        )
        #expect(
            try Self.plan(text) == ["outsider outsider internet 79.255.255.255", "spare internet 79.255.255.254"]
        )
    }

    @Test("P0501: a segment that is too small is an error at its name; the others are planned")
    func refusesSmallSegments() throws {
        let marked = MarkedText(
            file(
                segments: """
                    1️⃣internet2️⃣: { public: true, cidr: 198.51.100.0/30 }
                    3️⃣tight4️⃣: { cidr: 10.1.11.0/31 }
                    backbone: { cidr: 10.1.10.0/24 }
                    """,
                hosts: "s{0..1}: { role: sentry, internet: 198.51.100.{1..2}, tight: 10.1.11.{0..1} }"
            )
        )
        let (plan, diagnostics) = VantagePlan.make(for: try topology(marked.text))
        #expect(diagnostics.map(\.code) == [.segmentTooSmallForLab, .segmentTooSmallForLab])
        #expect(diagnostics.map(\.span) == [marked.span("1️⃣", "2️⃣"), marked.span("3️⃣", "4️⃣")])
        #expect(diagnostics[0].label == "2 free addresses needed, 0 left")
        #expect(Self.describe(plan) == ["intruder intruder-backbone backbone 10.1.10.254"])
    }

    @Test("a segment that just fits is enough")
    func fitsExactly() throws {
        let text = file(
            segments: "internet: { public: true, cidr: 198.51.100.0/29 }\nbackbone: { cidr: 10.1.10.0/31 }",
            hosts: """
                s{1..3}: { role: sentry, internet: 198.51.100.{1..3} }
                t: { role: sentry, internet: 198.51.100.4, backbone: 10.1.10.0 }
                """
        )
        #expect(
            try Self.plan(text) == [
                "outsider outsider internet 198.51.100.6",
                "intruder intruder backbone 10.1.10.1",
                "spare internet 198.51.100.5",
            ]
        )
    }
}
