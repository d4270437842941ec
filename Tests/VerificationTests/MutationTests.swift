import Addressing
import Compiler
import Lab
import Nftables
import TestSupport
import Testing
import Topology
import Verification

@Suite struct MutationTests {
    @Test("the names are an interface, and each fault has its claim")
    func names() {
        #expect(
            Mutation.allCases.map { "\($0): \($0.caughtBy?.rawValue ?? "nobody")" } == [
                "no-peer-private: validator-hidden", "open-validator: validator-unreachable",
                "missing-ruleset: validator-unreachable", "no-egress-rule: validator-confined",
                "sentry-down: sentry-reachable", "admin-open: admin-closed", "unprotected: validator-hidden",
                "votes-stop: votes-reach-strangers", "foreign-accept: nobody",
                "extra-interface: nobody",
            ]
        )
        #expect(Set(Mutation.allCases.map(\.summary)).count == Mutation.allCases.count)
    }

    @Test(
        "every fault changes something, in one host alone, and either its artifacts or its place in the lab",
        arguments: Mutation.allCases
    )
    func changesOneHost(mutation: Mutation) throws {
        let topology = try SampleTopology.wide()
        let before = try Self.lab(topology)
        let after = try Self.lab(topology, mutation)
        let artifacts = zip(before.bundles, after.bundles).filter { $0 != $1 }.map(\.0.host)
        let victims = zip(before.plan.hosts, after.plan.hosts).filter { !Self.areEqual($0, $1) }.map(\.0.name)
        #expect(victims.count == 1, "\(victims)")
        let name = try #require(victims.first)
        let victim = try #require(topology[host: name])
        #expect(victim.role == (Self.ofSentries.contains(mutation) ? .sentry : .validator))
        let isArtifact: Set<Mutation> = [.noPeerPrivate, .openValidator, .noEgressRule, .adminOpen, .votesStop]
        #expect(artifacts == (isArtifact.contains(mutation) ? [victim.name] : []))
        #expect(after.plan.hosts.map(\.name) == before.plan.hosts.map(\.name))
    }

    @Test("what the lab loads and writes is the mutated bundle, byte for byte", arguments: Mutation.allCases)
    func labGetsBundles(mutation: Mutation) throws {
        let after = try Self.lab(SampleTopology.quickstart(), mutation)
        for bundle in after.bundles {
            let host = try #require(after.plan.hosts.first { $0.name == bundle.host })
            #expect(host.configuration == bundle[.configuration].contents)
            let isUnloaded = mutation == .missingRuleset && host.name.rawValue == "validator-1"
            #expect(host.rulesets.first == (isUnloaded ? nil : bundle[.ruleset].contents))
        }
    }

    @Test("each fault is the one that its name says")
    func faults() throws {
        let topology = try SampleTopology.quickstart()
        let original = try Self.lab(topology)
        func diff(
            _ mutation: Mutation,
            _ host: Int,
            _ name: Artifact.Name
        ) throws -> (removed: [Substring], added: [Substring]) {
            let old = original.bundles[host][name].contents.split(separator: "\n")
            let new = try Self.lab(topology, mutation).bundles[host][name].contents.split(separator: "\n")
            let change = new.difference(from: old)
            func lines(_ changes: [CollectionDifference<Substring>.Change]) -> [Substring] {
                changes.map { change in
                    switch change {
                    case .insert(_, let line, _), .remove(_, let line, _): line
                    }
                }
            }
            return (lines(change.removals), lines(change.insertions))
        }
        #expect(try diff(.noPeerPrivate, 0, .configuration) == (["[peer_private]", "1"], []))
        #expect(try diff(.noPeerPrivate, 0, .ruleset) == ([], []))
        #expect(try diff(.openValidator, 0, .ruleset) == ([], ["\t\ttcp dport 50333 accept"]))
        #expect(try diff(.noEgressRule, 0, .ruleset) == ([], ["\t\taccept"]))
        #expect(try diff(.adminOpen, 1, .ruleset) == ([], ["\t\ttcp dport 5050 accept"]))
        #expect(try Self.lab(topology, .missingRuleset).plan.hosts[0].rulesets.isEmpty)
        #expect(try Self.lab(topology, .sentryDown).plan.hosts[1].runsNode == false)
        let votes = try diff(.votesStop, 1, .configuration)
        #expect(votes.removed.count == 1 && votes.removed[0].hasSuffix(" validator-1") && votes.added.isEmpty)
        #expect(original.plan.hosts[1].protected?.isEmpty == false)
        #expect(try Self.lab(topology, .unprotected).plan.hosts[1].protected == nil)
        let foreign = try Self.lab(topology, .foreignAccept).plan.hosts[0].rulesets
        #expect(foreign.count == 2 && !foreign[1].contains("inet picket") && foreign[1].contains("accept"))
        let extra = try Self.lab(topology, .extraInterface).plan.hosts[0].interfaces
        #expect(extra.count == 2 && extra[1].segment.rawValue == "internet")
        let used = Set(original.plan.hosts.flatMap(\.interfaces))
        #expect(!used.contains(extra[1]))
    }

    @Test("the rule of no-egress-rule stands in the output chain, that of open-validator in the input chain")
    func insertsInFront() throws {
        let topology = try SampleTopology.quickstart()
        let out = try Self.lab(topology, .noEgressRule).bundles[0][.ruleset].contents
        #expect(out.contains("hook output priority filter; policy drop;\n\t\taccept\n\t\toifname"))
        let input = try Self.lab(topology, .openValidator).bundles[0][.ruleset].contents
        #expect(input.contains("hook input priority filter; policy drop;\n\t\ttcp dport 50333 accept\n\t\tiifname"))
    }

    @Test("a fault in an artifact that has no place for it is refused, and nothing is changed")
    func refusesStrangeArtifacts() throws {
        let topology = try SampleTopology.quickstart()
        let bundles = try Compilation(topology, source: "f").bundles
        let faults: [Mutation: Artifact.Name] = [
            .noPeerPrivate: .configuration, .votesStop: .configuration, .openValidator: .ruleset,
            .noEgressRule: .ruleset, .adminOpen: .ruleset,
        ]
        for (mutation, name) in faults {
            var strange = bundles
            for index in strange.indices { strange[index][name].contents = "nothing of this kind\n" }
            let before = strange
            let error = #expect(throws: MutationError.self) { try mutation.apply(to: &strange, topology) }
            #expect(error?.mutation == mutation)
            #expect(strange == before)
        }
    }

    @Test("the flag can be removed once only")
    func refusesSecondTime() throws {
        let topology = try SampleTopology.quickstart()
        var bundles = try Compilation(topology, source: "f").bundles
        try Mutation.noPeerPrivate.apply(to: &bundles, topology)
        let error = #expect(throws: MutationError.self) { try Mutation.noPeerPrivate.apply(to: &bundles, topology) }
        #expect(
            error?.description == "mutation 'no-peer-private' cannot be made here: the artifact has no '[peer_private]'"
        )
    }

    @Test("a topology without validators has no place for a validator's fault", arguments: Mutation.allCases)
    func refusesTopology(mutation: Mutation) throws {
        let topology = try SampleTopology.read(
            """
            picket: 1
            network: t
            segments: { internet: { public: true, cidr: 198.51.100.0/24 } }
            hosts: { s: { role: sentry, internet: 198.51.100.1 } }
            """
        )
        if mutation == .sentryDown || mutation == .adminOpen {
            _ = try Self.lab(topology, mutation)
        } else {
            let error = #expect(throws: MutationError.self) { try Self.lab(topology, mutation) }
            let isOfSentry = Self.ofSentries.contains(mutation)
            #expect(error?.reason == (isOfSentry ? "no sentry serves a validator" : "the topology has no validator"))
        }
    }

    @Test("a ruleset that is not there cannot be left out")
    func refusesMissingTwice() throws {
        let topology = try SampleTopology.quickstart()
        let vantages = VantagePlan.make(for: topology).plan
        var plan = LabPlan(topology, vantages: vantages, bundles: [])
        #expect(throws: MutationError.self) { try Mutation.missingRuleset.apply(to: &plan, topology, vantages) }
    }

    /// A fault that opens what is open anyway changes nothing, and no claim could catch it.
    @Test("admin-open is refused where the administration port is the sentry's peer port")
    func refusesAdminOnPeerPort() throws {
        let topology = try SampleTopology.read(
            """
            picket: 1
            network: t
            segments: { internet: { public: true, cidr: 198.51.100.0/24 } }
            hosts: { s: { role: sentry, internet: 198.51.100.1, peer_port: 5050 } }
            """
        )
        #expect(throws: MutationError.self) { try Self.lab(topology, .adminOpen) }
    }

    private static let ofSentries: Set<Mutation> = [.sentryDown, .adminOpen, .unprotected, .votesStop]

    private struct Made {
        let bundles: [Bundle]
        let plan: LabPlan
    }

    private static func lab(_ topology: Topology, _ mutation: Mutation? = nil) throws -> Made {
        let run = try LabRun(topology, VantagePlan.make(for: topology).plan, source: "file.yaml", mutation: mutation)
        #expect(run.mutation == mutation)
        return Made(bundles: run.bundles, plan: run.plan)
    }

    private static func areEqual(_ one: LabPlan.Host, _ other: LabPlan.Host) -> Bool {
        one.name == other.name && one.interfaces == other.interfaces && one.routes == other.routes
            && one.forwards == other.forwards && one.rulesets == other.rulesets
            && one.configuration == other.configuration && one.runsNode == other.runsNode
            && one.protected == other.protected && one.voteInterval == other.voteInterval
    }
}
