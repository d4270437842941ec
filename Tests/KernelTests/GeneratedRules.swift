import Compiler
import TestSupport
import Topology

/// The rules that a topology of the repository is compiled to, as files.
struct GeneratedRules {
    /// How many hosts of ours the topology has.
    let hostCount: Int
    /// The roles of the hosts whose rules there are.
    let roles: Set<String>
    let files: [String]
    /// Holds the files for as long as this lives.
    private let folder: ScratchFolder

    /// - Parameters:
    ///   - path: Of the topology, from the repository's root.
    ///   - limit: How many hosts are taken at most: one of each role first.
    init(of path: String, atMost limit: Int) throws {
        let topology = try SampleTopology.read(Repository.text(path), name: path)
        let roleOfHost = Dictionary(uniqueKeysWithValues: topology.hosts.map { ($0.name, "\($0.role)") })
        let bundles = try Compilation(topology, source: path).bundles
        var roles: Set<String> = []
        // The first host of each role, in the order of the topology; then all others.
        let leaders = bundles.filter { roles.insert(roleOfHost[$0.host] ?? "").inserted }
        let others = bundles.filter { bundle in !leaders.contains { $0.host == bundle.host } }
        self.folder = try ScratchFolder()
        self.hostCount = bundles.count
        self.roles = roles
        var files: [String] = []
        for bundle in (leaders + others).prefix(limit) {
            guard let rules = bundle.artifacts.first(where: { $0.name == .ruleset }) else { continue }
            try self.folder.write(rules.contents, to: "\(bundle.host).nft")
            files.append("\(self.folder.path)/\(bundle.host).nft")
        }
        self.files = files
    }

    static func topologies() throws -> [String] {
        try Repository.files(below: "topologies").filter { $0.hasSuffix(".yaml") }
    }
}
