internal import ArgumentParser
internal import Compiler
internal import Deploy
internal import Diagnostics
internal import Files
internal import Linter
internal import Topology

/// A check of a topology and of what it is compiled into.
struct TopologyCheck: CheckResult {
    private(set) var files: [FileDiagnostics]
    private(set) var subject: LintSubject?
    private(set) var hasInputErrors: Bool
    private(set) var isUnsettled = false
    private(set) var proof: Proof?
    /// How long each step took, in the order in which they were made.
    private(set) var timings = Timings()

    var summary: String { self.subject?.summary ?? "nothing beyond the topology" }

    /// - Parameter proves: Whether claims about packets are to be settled; `nil` where that is quick.
    /// - Throws: The exit code, if a file cannot be read.
    init(_ path: String, templates: String?, proves: Bool?, _ console: Console) throws {
        let (reading, source) = try TopologyFile.inspect(path, console)
        self.timings.mark("read")
        self.files = [FileDiagnostics(reading.diagnostics, in: reading.source)]
        self.hasInputErrors = reading.topology == nil
        guard let topology = reading.topology else { return }
        let secrets = self.secrets(of: topology, path, reading.source)
        self.timings.mark("keys")
        guard let compilation = try self.compile(topology, secrets, source, templates, console) else { return }
        self.timings.mark("compile")
        let hosts = topology.hosts.count
        let subject = LintSubject(topology, compilation) { Cores.run($0, hosts: hosts) }
        self.files += Linter.check(subject, source: reading.source) { Cores.run($0, hosts: hosts) }
        self.subject = subject
        self.timings.mark("lint")
        guard proves != false else { return }
        self.prove(topology, compilation, reading.source, isAsked: proves == true)
        self.timings.mark("prove")
    }

    private mutating func prove(
        _ topology: Topology,
        _ compilation: Compilation,
        _ source: SourceFile,
        isAsked: Bool
    ) {
        let proof = Proof(topology, compilation, file: source.name, isAsked: isAsked)
        let expectations = UnsettledExpectation.diagnostics(in: topology)
        self.isUnsettled = proof.leavesOpen(expectations: !expectations.isEmpty)
        let refused = proof.refusedRules.map(\.diagnostic)
        if !refused.isEmpty {
            self.files.append(FileDiagnostics(refused, in: source))
            self.hasInputErrors = true
        }
        if proof.claims.isEmpty { self.files.append(FileDiagnostics(expectations, in: source)) }
        self.proof = proof
    }

    /// The keys of the key store; throw-away ones if there are none, or if they are no good, which is said.
    private mutating func secrets(of topology: Topology, _ path: String, _ text: SourceFile) -> Secrets {
        let (secrets, diagnostics) = KeyStore(topologyPath: path).load(topology)
        guard secrets == nil, diagnostics.contains(where: { $0.code == .noKeys }) else {
            self.files.append(FileDiagnostics(diagnostics, in: text))
            self.hasInputErrors = secrets == nil
            return secrets ?? .forLab(of: topology)
        }
        // A topology comes before its keys, and can be judged without them.
        let note = Diagnostic.note(
            .noKeys,
            "there are no keys yet; throw-away keys stand in for this check",
            at: nil,
            help: "make them before a real server uses the files: picket keys new \(path)"
        )
        self.files.append(FileDiagnostics([note] + diagnostics.filter { $0.code != .noKeys }, in: text))
        self.hasInputErrors = diagnostics.contains { $0.code != .noKeys && $0.severity == .error }
        return .forLab(of: topology)
    }

    /// `nil` if the templates have mistakes, which is said.
    private mutating func compile(
        _ topology: Topology,
        _ secrets: Secrets,
        _ source: TopologySource,
        _ folder: String?,
        _ console: Console
    ) throws -> Compilation? {
        do {
            let templates = try folder.map { try TemplateFolder.read($0) } ?? .builtIn
            return try Compilation(topology, secrets: secrets, source: source, templates: templates) {
                Cores.run($0, hosts: topology.hosts.count)
            }
        } catch let error as TemplateError {
            self.hasInputErrors = true
            for problem in error.problems {
                let name = "\(folder ?? "templates")/\(problem.template)"
                let place = problem.line.map { SourcePosition(line: $0, column: 1) }
                let diagnostic = Diagnostic.error(
                    problem.code,
                    problem.message,
                    at: place.map { SourceSpan(start: $0, end: $0) },
                    help: problem.help
                )
                self.files.append(FileDiagnostics([diagnostic], in: SourceFile(name: name, text: "")))
            }
            return nil
        } catch let error as SystemCallError {
            console.error("read the templates: \(error)")
            throw error.isPermission ? ExitCode.notPermitted : ExitCode.badInput
        }
    }
}
