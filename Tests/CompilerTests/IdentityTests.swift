import Compiler
import Skywelld
import TestSupport
import Testing
import Topology

@Suite struct IdentityTests {
    @Test("every seed of a topology differs from every other, node seeds and validation seeds together")
    func seedsDiffer() throws {
        let topology = try SampleTopology.wide()
        let identities = try Compilation(topology, source: "wide.yaml").identities
        #expect(identities.count == topology.hosts.count)
        let seeds = identities.values.flatMap { [$0.nodeSeed, $0.validationSeed].compactMap(\.self) }
        #expect(Set(seeds).count == seeds.count)
        let keys = identities.values.flatMap { [$0.nodeKey, $0.validationKey].compactMap(\.self) }
        #expect(Set(keys).count == keys.count)
    }

    @Test("validators, and nobody else, have a validation seed")
    func onlyValidatorsValidate() throws {
        let topology = try SampleTopology.wide()
        let identities = try Compilation(topology, source: "wide.yaml").identities
        for host in topology.hosts {
            let identity = try #require(identities[host.name])
            #expect((identity.validationSeed != nil) == (host.role == .validator), "\(host.name)")
            #expect((identity.validationKey != nil) == (host.role == .validator), "\(host.name)")
        }
    }

    @Test("the same names give the same keys, and another network gives others")
    func isDeterministic() throws {
        let topology = try SampleTopology.quickstart()
        let other = try #require(NetworkName("quickstart-2"))
        for host in topology.hosts {
            let first = Identity.forLab(of: host, in: topology.network)
            let again = Identity.forLab(of: host, in: topology.network)
            let elsewhere = Identity.forLab(of: host, in: other)
            #expect(first.nodeSeed == again.nodeSeed)
            #expect(first.validationSeed == again.validationSeed)
            #expect(first.nodeSeed != elsewhere.nodeSeed)
            #expect(first.validationSeed == nil || first.validationSeed != elsewhere.validationSeed)
        }
    }

    @Test("no way of printing an identity shows a seed")
    func hidesSeeds() throws {
        let topology = try SampleTopology.quickstart()
        let identity = Identity.forLab(of: topology.hosts[0], in: topology.network)
        let validationSeed = try #require(identity.validationSeed)
        var dumped = ""
        dump(identity, to: &dumped)
        for text in ["\(identity)", String(reflecting: identity), dumped] {
            #expect(!text.contains(identity.nodeSeed.text))
            #expect(!text.contains(validationSeed.text))
        }
    }
}
