internal import Compiler
internal import Files

/// One side of a comparison: a ruleset, or those of many hosts.
struct ComparedHosts {
    /// By the host's name; one with an empty name if a file was named.
    let files: [String: RulesetFile]

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
