internal import Compiler
internal import Files
internal import Lab
internal import Nftables
internal import Topology
internal import Verification

/// The rules of a topology's hosts: as it is compiled, or as they lie on disk.
struct HostRules {
    /// By host, in the order of the topology; those that are missing on disk are left out.
    let files: [(host: HostName, rules: RulesetFile, unit: String?)]

    /// - Parameter bundle: A folder of hosts' folders; `nil` for what the topology is compiled into.
    init(_ file: TopologyFile, bundle: String?) throws(RulesetProblem) {
        guard let bundle else {
            self.files = try Self.compiled(file)
            return
        }
        let found = try ComparedHosts(reading: bundle)
        guard found.files[""] == nil else {
            throw RulesetProblem("\(bundle): a folder with one folder per host is expected", .badInput)
        }
        self.files = file.topology.hosts.filter(\.role.isOurs).compactMap { host in
            found.files[host.name.rawValue].map { (host.name, $0, nil) }
        }
    }

    /// Rules have no keys in them, so throw-away keys do.
    private static func compiled(
        _ file: TopologyFile
    ) throws(RulesetProblem) -> [(host: HostName, rules: RulesetFile, unit: String?)] {
        let compilation: Compilation
        do {
            let topology = file.topology
            compilation = try Compilation(topology, secrets: .forLab(of: topology), source: file.source) { parts in
                Cores.run(parts, hosts: topology.hosts.count)
            }
        } catch {
            throw RulesetProblem("\(file.path): \(error)", .badInput)
        }
        return compilation.bundles.map { bundle in
            let rules = RulesetFile(Array(bundle[.ruleset].contents.utf8), name: "\(bundle.host)/picket.nft")
            return (bundle.host, rules, bundle[.firewallUnit].contents)
        }
    }

    /// What the kernel makes of them.
    func listed() throws(RulesetProblem) -> [StaticHost] {
        var reader = RulesetReader()
        var hosts: [StaticHost] = []
        for file in self.files {
            let listing = try reader.listing(of: file.rules)
            hosts.append(StaticHost(name: file.host, listing: listing, firewallUnit: file.unit))
        }
        return hosts
    }
}
