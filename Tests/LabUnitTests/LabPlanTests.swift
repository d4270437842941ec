import Addressing
import Compiler
import Lab
import TestSupport
import Skywelld
import Testing
import Topology

@Suite struct LabPlanTests {
    private static func plan(_ topology: Topology) throws -> (plan: LabPlan, bundles: [Bundle], vantages: VantagePlan) {
        let compilation = try Compilation(topology, source: "file.yaml")
        let vantages = VantagePlan.make(for: topology).plan
        let plan = LabPlan(
            topology,
            vantages: vantages,
            bundles: compilation.bundles,
            identities: compilation.identities
        )
        return (plan, compilation.bundles, vantages)
    }

    private static func host(_ plan: LabPlan, _ name: String) throws -> LabPlan.Host {
        try #require(plan.hosts.first { $0.name.rawValue == name })
    }

    @Test("the lab has the topology's hosts and segments, and its own vantages behind them")
    func hosts() throws {
        let (plan, _, _) = try Self.plan(SampleTopology.quickstart())
        #expect(plan.hosts.map(\.name.rawValue) == ["validator-1", "sentry-1", "sentry-2", "outsider", "intruder"])
        #expect(
            plan.segments.map { "\($0.name) \($0.prefixes[0])" } == [
                "internet 198.51.100.0/24", "backbone 10.1.10.0/24",
            ]
        )
        let wide = try Self.plan(SampleTopology.wide()).plan
        #expect(
            wide.hosts.suffix(4).map(\.name.rawValue) == [
                "outsider-internet", "outsider-second", "intruder-backbone", "intruder-cellar",
            ]
        )
    }

    @Test("every host has exactly its declared addresses")
    func addresses() throws {
        let topology = try SampleTopology.wide()
        let (plan, _, vantages) = try Self.plan(topology)
        for host in topology.hosts {
            let interfaces = try Self.host(plan, host.name.rawValue).interfaces
            #expect(interfaces == host.attachments.map { LabPlan.Interface(segment: $0.segment, address: $0.address) })
        }
        for vantage in vantages.vantages {
            let host = try Self.host(plan, vantage.name.rawValue)
            #expect(host.interfaces == [LabPlan.Interface(segment: vantage.segment, address: vantage.address)])
        }
        let all = plan.hosts.flatMap(\.interfaces)
        #expect(Set(all).count == all.count)
    }

    @Test("a host runs its own bundle, byte for byte; a vantage has neither rules nor a node")
    func artifacts() throws {
        let (plan, bundles, vantages) = try Self.plan(SampleTopology.wide())
        for bundle in bundles {
            let host = try Self.host(plan, bundle.host.rawValue)
            #expect(host.rulesets == [bundle[.ruleset].contents])
            #expect(host.configuration == bundle[.configuration].contents)
            #expect(host.runsNode)
        }
        for vantage in vantages.vantages {
            let host = try Self.host(plan, vantage.name.rawValue)
            #expect(host.rulesets.isEmpty && host.configuration == nil && !host.forwards)
        }
    }

    @Test("every node of ours protects all hidden hosts, by key and by every address, and nobody else")
    func protection() throws {
        let topology = try SampleTopology.wide()
        let plan = try Self.plan(topology).plan
        let identities = try Compilation(topology, source: "file.yaml").identities
        let lists = try topology.hosts.filter(\.role.isOurs).map { try Self.host(plan, $0.name.rawValue).protected }
        let text = try #require(lists.first ?? nil)
        #expect(lists.allSatisfy { $0 == text })
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
        let hidden = topology.hosts.filter(\.role.isHidden)
        let expected = try hidden.flatMap { host in
            ["\(try #require(identities[host.name]).nodeKey)"] + host.attachments.map { "\($0.address)" }
        }
        #expect(lines == expected && !hidden.isEmpty)
        #expect(plan.hosts.filter { !topology.hosts.map(\.name).contains($0.name) }.allSatisfy { $0.protected == nil })
    }

    @Test("validators vote, nobody else does, and a lone one does so every second")
    func votes() throws {
        let topology = try SampleTopology.wide()
        let plan = try Self.plan(topology).plan
        for host in plan.hosts {
            let isValidator = topology[host: host.name]?.role == .validator
            #expect((host.voteInterval != nil) == isValidator, "\(host.name)")
        }
        let quickstart = try Self.plan(SampleTopology.quickstart()).plan
        #expect(try Self.host(quickstart, "validator-1").voteInterval == 1)
    }

    @Test("where votes would take all of the machine's time, they are fewer")
    func votesLessOften() throws {
        let topology = try SampleTopology.read(
            """
            picket: 1
            network: many
            segments: { internet: { public: true, cidr: 198.51.100.0/24 }, inner: { cidr: 10.1.0.0/16 } }
            hosts:
              v-{1..60}: { role: validator, inner: '10.1.1.{1..60}' }
              s-{1..40}: { role: sentry, inner: '10.1.2.{1..40}', internet: '198.51.100.{1..40}' }
            """
        )
        // 60 validators' validations and proposals, at 100 nodes, at 150 µs each: 1.8 s of work for each ledger.
        #expect(try Self.host(Self.plan(topology).plan, "v-1").voteInterval == 5)
    }

    @Test(
        "a validator's gateway is the stranger on its segment; a vantage's way leads through a sentry that passes packets on"
    )
    func routes() throws {
        let (plan, _, vantages) = try Self.plan(SampleTopology.quickstart())
        let intruder = try #require(vantages.vantages.first { $0.kind == .intruder })
        let validator = try Self.host(plan, "validator-1")
        #expect(validator.routes.map(Self.text) == ["0.0.0.0/0 via \(intruder.address)"] && !validator.forwards)
        #expect(try Self.host(plan, "outsider").routes.map(Self.text) == ["10.1.10.0/24 via 198.51.100.11"])
        #expect(try Self.host(plan, "intruder").routes.map(Self.text) == ["198.51.100.0/24 via 10.1.10.55"])
        for name in ["sentry-1", "sentry-2"] {
            let sentry = try Self.host(plan, name)
            #expect(sentry.forwards && sentry.routes.isEmpty)
        }
    }

    @Test("a vantage has a way to every segment that some sentry joins to its own, and to no other")
    func vantagesReachFar() throws {
        let plan = try Self.plan(SampleTopology.wide()).plan
        let routes = try ["outsider-internet", "outsider-second", "intruder-backbone", "intruder-cellar"].map { name in
            try Self.host(plan, name).routes.map(Self.text)
        }
        #expect(
            routes == [
                ["10.1.10.0/24 via 198.51.100.11", "10.9.0.0/16 via 198.51.100.21"],
                ["10.1.10.0/24 via 203.0.113.31"],
                ["198.51.100.0/24 via 10.1.10.61", "203.0.113.0/24 via 10.1.10.81"],
                ["198.51.100.0/24 via 10.9.1.1"],
            ]
        )
    }

    @Test("a gateway is on a segment of the host that uses it, forwards, and is on the segment that it leads to")
    func gatewaysAreNear() throws {
        let topology = try SampleTopology.wide()
        let plan = try Self.plan(topology).plan
        for host in plan.hosts {
            for route in host.routes {
                let next = try #require(plan.hosts.first { $0.interfaces.contains { $0.address == route.gateway } })
                let segment = next.interfaces.first { $0.address == route.gateway }?.segment
                #expect(host.interfaces.contains { $0.segment == segment }, "\(host.name)")
                #expect(next.name != host.name && topology[host: next.name]?.role != .validator)
                guard route.destination.length > 0 else { continue }
                #expect(next.forwards, "\(host.name)")
                #expect(next.interfaces.contains { route.destination.contains($0.address) }, "\(host.name)")
            }
        }
    }

    private static func text(_ route: LabPlan.Route) -> String {
        "\(route.destination) via \(route.gateway)"
    }
}
