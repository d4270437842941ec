internal import ArgumentParser
internal import Compiler
internal import Deploy
internal import Diagnostics
internal import Topology

/// Prints the files that a host gets, with the reason of each line beside it. Secret lines stay hidden.
enum ExplainArtifact {
    /// - Parameters:
    ///   - file: The topology file.
    ///   - host: One of its hosts.
    ///   - artifact: The name of a file of the bundle, perhaps with `:LINE` behind it; `nil` for all of them.
    /// - Throws: The exit code, once everything has been said.
    static func run(file: String, host: String, artifact: String?, json: Bool, console: Console) throws {
        let topology = try TopologyFile.load(file, console)
        let bundle = try self.bundle(of: host, topology, console)
        let wanted = try artifact.map { try Self.wanted($0, in: bundle, console) }
        // What decides about the host comes first.
        let decisive: [Artifact.Name] = [.configuration, .ruleset]
        let ordered = decisive.map { bundle[$0] } + bundle.artifacts.filter { !decisive.contains($0.name) }
        let artifacts = ordered.filter { wanted == nil || $0.name == wanted?.name }
            .map { ExplainedArtifact($0, topology: topology.text) }
        let line = wanted?.line
        if let line, let artifact = artifacts.first {
            guard let explained = artifact.lines.first(where: { $0.number == line }) else {
                console.error(
                    "\(artifact.name) of '\(host)' has \(artifact.lines.count) lines, so there is no line \(line)"
                )
                throw ExitCode.validationFailure
            }
            let only = ExplainedArtifact(name: artifact.name, lines: [explained], topology: topology.text)
            console.print(json ? try JSONText.make(ExplainReport(host: host, [only])) : only.explanation(of: explained))
        } else if json {
            console.print(try JSONText.make(ExplainReport(host: host, artifacts)))
        } else {
            for (index, artifact) in artifacts.enumerated() {
                if artifacts.count > 1 {
                    console.print((index > 0 ? "\n" : "") + console.style("── \(artifact.name)", .strong))
                }
                console.print(artifact.columns(width: console.width) { console.style($0, .faint) })
            }
        }
    }

    private static func bundle(of host: String, _ file: TopologyFile, _ console: Console) throws -> Bundle {
        guard let name = HostName(host), let found = file.topology[host: name] else {
            let near = nearest(host, in: file.topology.hosts.map(\.name.rawValue))
            console.error("\(file.path) has no host '\(host)'", help: near.map { "did you mean '\($0)'?" })
            throw ExitCode.validationFailure
        }
        guard found.role.isOurs else {
            console.error("'\(host)' is external: it is not ours, so it gets no files")
            throw ExitCode.validationFailure
        }
        let secrets = KeyStore(topologyPath: file.path).load(file.topology).secrets
        if secrets == nil { console.note("note: the keys are not complete; throw-away keys stand in for them") }
        let compilation = try Compilation(
            file.topology,
            secrets: secrets ?? .forLab(of: file.topology),
            source: file.source
        )
        guard let bundle = compilation.bundles.first(where: { $0.host == name }) else {
            preconditionFailure("\(name) has no bundle")
        }
        return bundle
    }

    private static func wanted(
        _ text: String,
        in bundle: Bundle,
        _ console: Console
    ) throws -> (name: Artifact.Name, line: Int?) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let line = parts.count == 2 ? Int(parts[1]) : nil
        guard parts.count == 1 || line != nil else {
            console.error("'\(text)' is no artifact and line", help: "write it like skywelld.cfg:12")
            throw ExitCode.validationFailure
        }
        let names = bundle.artifacts.map(\.name)
        guard let name = names.first(where: { $0.rawValue == parts[0] }) else {
            console.error(
                "'\(bundle.host)' gets no file '\(parts[0])'",
                help: "it gets: \(names.map(\.rawValue).joined(separator: ", "))"
            )
            throw ExitCode.validationFailure
        }
        return (name, line)
    }
}
