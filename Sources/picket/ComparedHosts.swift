internal import Compiler
internal import Files
internal import Nftables
internal import Topology

/// One side of a comparison: a ruleset, or those of many hosts.
struct ComparedHosts {
    /// By the host's name; one with an empty name if a file was named.
    let files: [String: RulesetFile]
    /// What they were compiled from, if that is known.
    private(set) var topology: Topology?

    /// - Parameters:
    ///   - side: A path as of ``init(reading:)``, a topology file, or `live` for the rules of this machine.
    ///   - console: Where the topology's diagnostics go.
    /// - Throws: A ``RulesetProblem``, or the exit code once the topology's errors have been said.
    init(side: String, _ console: Console) throws {
        if side == Self.live {
            self.init(["": try RulesetFile(live: ())])
        } else if side.hasSuffix(".yaml") || side.hasSuffix(".yml") {
            let file = try TopologyFile.load(side, console)
            let rules = try HostRules(file, bundle: nil).files
            self.init(
                Dictionary(rules.map { ($0.host.rawValue, $0.rules) }, uniquingKeysWith: { first, _ in first }),
                file.topology
            )
        } else {
            try self.init(reading: side)
        }
    }

    /// What the kernel makes, or would make, of the rules of some hosts.
    func listings(
        by reader: inout RulesetReader,
        of isWanted: (String) -> Bool
    ) throws(RulesetProblem) -> [String: RulesetListing] {
        var listings: [String: RulesetListing] = [:]
        for (name, file) in self.files.sorted(by: { $0.key < $1.key }) where isWanted(name) {
            listings[name] = try reader.listing(of: file)
        }
        return listings
    }

    private static let live = "live"

    private init(_ files: [String: RulesetFile], _ topology: Topology? = nil) {
        self.files = files
        self.topology = topology
    }

    /// - Parameter path: A file with a ruleset, a host's folder, or a folder of such folders.
    init(reading path: String) throws(RulesetProblem) {
        let status = try? FileStatus(of: path)
        guard status?.kind == .folder else {
            self.files = ["": try RulesetFile(reading: path)]
            return
        }
        let own = Self.ruleset(in: path)
        if Self.isFile(own) {
            self.files = ["": try RulesetFile(reading: own, .nft)]
            return
        }
        let names: [String]
        do throws(SystemCallError) {
            names = try Folder.names(in: path)
        } catch {
            throw RulesetProblem("\(error)", .badInput)
        }
        var files: [String: RulesetFile] = [:]
        for name in names where Self.isFile(Self.ruleset(in: "\(path)/\(name)")) {
            files[name] = try RulesetFile(reading: Self.ruleset(in: "\(path)/\(name)"), .nft)
        }
        guard !files.isEmpty else {
            throw RulesetProblem("\(path): no host's folder in it has a file '\(Artifact.Name.ruleset)'", .badInput)
        }
        self.files = files
    }

    private static func ruleset(in folder: String) -> String { "\(folder)/\(Artifact.Name.ruleset)" }

    private static func isFile(_ path: String) -> Bool { (try? FileStatus(of: path))?.kind == .file }
}
