internal import Compiler
internal import Files
internal import Lab
internal import Nftables
internal import Topology
internal import Verification

/// The rules of a topology's hosts: as it is compiled, or as they lie on disk.
struct HostRules {
    /// By host, in the order of the topology; those that are missing on disk are left out.
    let files: [(host: HostName, rules: RulesetFile, unit: String?, source: RulesetSource)]

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
            found.files[host.name.rawValue].map { rules in
                let text = String(decoding: rules.bytes, as: UTF8.self)
                return (host.name, rules, nil, RulesetSource(file: rules.name, text: text))
            }
        }
    }

    /// Rules have no keys in them, so throw-away keys do.
    private static func compiled(
        _ file: TopologyFile
    ) throws(RulesetProblem) -> [(host: HostName, rules: RulesetFile, unit: String?, source: RulesetSource)] {
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
            let source = RulesetSource(bundle, topology: file.path)
            let rules = RulesetFile(Array(source.text.utf8), name: source.file)
            return (bundle.host, rules, bundle[.firewallUnit].contents, source)
        }
    }

    /// What the kernel makes of them, or would make.
    func listed() throws(RulesetProblem) -> [StaticHost] {
        var reader = RulesetReader()
        var hosts: [StaticHost] = []
        for file in self.files {
            let listing = try reader.listing(of: file.rules)
            hosts.append(
                StaticHost(name: file.host, listing: listing, firewallUnit: file.unit, source: file.source)
            )
        }
        return hosts
    }
}
