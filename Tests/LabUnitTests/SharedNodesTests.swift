import Compiler
import Files
import TestSupport
import Testing
import Topology

@testable import Lab

@Suite("Nodes that share a process")
struct SharedNodesTests {
    /// So many hosts, each another one or, where the sample has too few, the same once more.
    private static func hosts(_ count: Int) throws -> [LabHost] {
        let topology = try SampleTopology.quickstart()
        let compilation = try Compilation(topology, source: "file.yaml")
        let plan = LabPlan(
            topology,
            vantages: VantagePlan.make(for: topology).plan,
            bundles: compilation.bundles,
            identities: compilation.identities
        )
        let namespace = try NetworkNamespace(ofCurrentThreadNamed: "the test")
        return (0..<count).map { number in
            // The cables tell them apart.
            let host = plan.hosts[number % plan.hosts.count]
            return LabHost(plan: host, namespace: namespace, cables: [Int32(number)])
        }
    }

    @Test(
        "each host is in one process, in order, and there are no more processes than needed",
        arguments: [(0, 1), (1, 1), (3, 1), (1, 100), (99, 100), (100, 100), (101, 100), (200, 100), (205, 100)]
    )
    func groups(count: Int, size: Int) throws {
        let groups = SharedNodes.groups(of: try Self.hosts(count), size: size)
        #expect(groups.flatMap { $0.hosts.flatMap(\.cables) } == (0..<count).map { Int32($0) })
        #expect(groups.count == (count + size - 1) / size)
        #expect(groups.allSatisfy { (1...size).contains($0.hosts.count) })
        #expect(groups.map(\.isAlone) == groups.map { $0.hosts.count == 1 })
        #expect(groups.map(\.first.cables) == groups.compactMap(\.hosts.first?.cables))
    }

    @Test("a process of many nodes writes beside their logs, a process of one into its log")
    func output() throws {
        let hosts = try Self.hosts(3)
        let logs = hosts.map(\.logPath)
        let alone = SharedNodes.groups(of: hosts, size: 1)
        #expect(alone.map(\.outputPath) == logs)
        let shared = SharedNodes.groups(of: hosts, size: 2)
        #expect(!logs.contains(shared[0].outputPath))
        #expect(shared[0].outputPath.contains("\(hosts[0].name)"))
        #expect(shared[1].outputPath == logs[2])
    }
}
