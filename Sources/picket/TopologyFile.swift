internal import ArgumentParser
internal import Compiler
internal import Diagnostics
internal import Files
internal import Lab
internal import Skywelld
internal import Topology

/// A topology that was read for a command, and the file that it came from.
struct TopologyFile {
    let topology: Topology
    /// The text, to show diagnostics in.
    let text: SourceFile
    /// What artifacts say about where they come from.
    let source: TopologySource
    /// The path as the user typed it.
    let path: String

    /// The folder from which relative paths in the file count; `.` for the current one.
    var folder: String { Folder.parent(of: self.path) ?? "." }

    /// Reads a topology and shows what is wrong with it.
    ///
    /// - Throws: The exit code, once everything has been said.
    static func load(_ path: String, _ console: Console) throws -> TopologyFile {
        try self.load(path, console) { _ in [] }
    }

    /// Reads a topology and shows what is wrong with it.
    ///
    /// - Parameter forLab: Whether the segments must have room for the lab's vantages.
    /// - Throws: The exit code, once everything has been said.
    static func read(_ path: String, _ console: Console, forLab: Bool) throws -> (Topology, VantagePlan) {
        let file = try self.load(path, console) { forLab ? VantagePlan.make(for: $0).diagnostics : [] }
        return (file.topology, VantagePlan.make(for: file.topology).plan)
    }

    /// Reads a topology for a lab of it.
    ///
    /// - Throws: The exit code, once everything has been said.
    static func readForLab(_ path: String, _ console: Console) throws -> (file: TopologyFile, vantages: VantagePlan) {
        let file = try self.load(path, console) { VantagePlan.make(for: $0).diagnostics }
        return (file, VantagePlan.make(for: file.topology).plan)
    }

    /// Refuses to go on with users' own rules that nftables does not take, before a lab is built.
    ///
    /// Call it while the process has one thread.
    ///
    /// - Parameter bundles: Asked for only where there are such rules.
    func tryRules(_ console: Console, _ bundles: () throws -> [Bundle]) throws {
        guard self.topology.hosts.contains(where: { !$0.firewall.rules.isEmpty }) else { return }
        let diagnostics = ExtraRuleCheck.diagnostics(try bundles(), of: self.topology)
        // That nothing could be tried is said by the lab itself, which needs the same.
        guard diagnostics.contains(where: { $0.severity == .error }) else { return }
        console.diagnostics(diagnostics, in: self.text)
        throw ExitCode.badInput
    }

    private static func load(
        _ path: String,
        _ console: Console,
        furtherCheck: (Topology) -> [Diagnostic]
    ) throws -> TopologyFile {
        let bytes = try self.bytes(path, console)
        let reading = Topology.read(bytes: bytes, name: path)
        let diagnostics = reading.diagnostics + (reading.topology.map(furtherCheck) ?? [])
        let hasErrors = diagnostics.contains { $0.severity == .error }
        // A lab's first process and the runs of a self-test read the file again, and warnings have been shown outside.
        // Errors would be new.
        let isWarned = LabInit.isThisProcess || ProcessEnvironment.value(LabKeeper.selfTestVariable) != nil
        if !isWarned || hasErrors {
            console.diagnostics(diagnostics, in: reading.source)
        }
        guard let topology = reading.topology, !hasErrors else { throw ExitCode.badInput }
        let source = TopologySource(name: path.fileName, digest: ContentDigest.hex(bytes))
        return TopologyFile(topology: topology, text: reading.source, source: source, path: path)
    }

    /// Reads a topology and says nothing about it yet.
    ///
    /// - Returns: What came of it, and where artifacts are to say they come from.
    /// - Throws: The exit code, if there is no such file.
    static func inspect(_ path: String, _ console: Console) throws -> (reading: TopologyReading, source: TopologySource)
    {
        let bytes = try self.bytes(path, console)
        let source = TopologySource(name: path.fileName, digest: ContentDigest.hex(bytes))
        return (Topology.read(bytes: bytes, name: path), source)
    }

    /// One byte more than the limit is enough for the reader to refuse the file.
    private static func bytes(_ path: String, _ console: Console) throws -> [UInt8] {
        do {
            return try BoundedFile.prefix(of: path, limit: Topology.Limits.fileSize + 1)
        } catch {
            console.error(
                "\(path): \(error.reason)",
                help: "name a topology file, such as topologies/quickstart.yaml"
            )
            throw error.isPermission ? ExitCode.notPermitted : ExitCode.badInput
        }
    }
}

extension String {
    /// What stands behind the last slash, so that artifacts do not depend on where a file lies.
    var fileName: String { self.split(separator: "/").last.map(String.init) ?? self }
}

extension ExitCode {
    /// A system call failed: this user may not, or nobody can.
    init(_ error: SystemCallError) {
        self = error.isPermission ? .notPermitted : .unavailable
    }
}
