internal import ArgumentParser
internal import Compiler
internal import Deploy
internal import Diagnostics
internal import Files
internal import Lab
internal import Linter
internal import Topology

struct CompileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compile",
        abstract: "Writes what each host needs: skywelld.cfg, firewall rules, service units.",
        discussion: """
            One folder per host, all of them replaced in one step, and \(BundleFolder.recordName) with the digest of every file. Files \
            that hold secrets are readable by their owner alone. What is no longer generated vanishes. If somebody changed, added \
            or removed files since the last run, they are listed and nothing is written (exit code 1), unless --force is given: \
            changed files are then written anew, added ones kept. A folder with other files in it is never touched.

            The keys come from the key store; see 'picket help keys'. A lab needs none of these files.

            \(ExitCode.help)
            """
    )

    @Argument(help: "The topology file.")
    var file: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write.", valueName: "dir"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "A folder with templates to use instead of the built-in ones of the same name.",
            valueName: "dir"
        )
    )
    var templates: String?

    @Flag(help: "Overwrites files that a person changed, and keeps those that a person added.")
    var force = false

    @Flag(help: "Writes also what the rules of 'picket check', or nftables, find errors in.")
    var despiteErrors = false

    @Flag(help: "Takes throw-away keys, which anybody can derive from the names in the topology.")
    var labKeys = false

    @Flag(help: "Prints one JSON document (schema \(CompileReport.schema)) instead of text.")
    var json = false

    @OptionGroup var options: OutputOptions

    func run() throws {
        let console = self.options.console
        let file = try TopologyFile.load(self.file, console)
        let secrets = try self.secrets(of: file, console)
        let compilation = try self.compile(file, secrets, console)
        let isSound = self.judge(compilation, of: file, console)
        let isTaken = self.tryRules(compilation, of: file, console)
        guard isSound && isTaken || self.despiteErrors else {
            console.note("nothing was written; --despite-errors writes all the same")
            throw isTaken ? ExitCode.no : ExitCode.badInput
        }
        let changes = try self.write(compilation.bundles, console)
        let report = CompileReport(changes, output: self.output, hasLabKeys: self.labKeys)
        console.print(self.json ? try JSONText.make(report) : report.text)
        if self.labKeys {
            console.note("warning: the keys are throw-away lab keys: no real server may use these files")
        }
    }

    private func secrets(of file: TopologyFile, _ console: Console) throws -> Secrets {
        if self.labKeys { return .forLab(of: file.topology) }
        do {
            return try file.secrets(console, failure: .badInput)
        } catch {
            console.note("help: for files that no real server will use, add --lab-keys")
            throw error
        }
    }

    /// Shows what the rules of `picket check` find errors in: nobody should carry such files to a host.
    ///
    /// - Returns: Whether there is nothing.
    private func judge(_ compilation: Compilation, of file: TopologyFile, _ console: Console) -> Bool {
        let hosts = file.topology.hosts.count
        let subject = LintSubject(file.topology, compilation) { Cores.run($0, hosts: hosts) }
        let findings = Linter.check(subject, source: file.text) { Cores.run($0, hosts: hosts) }
        let errors = findings.map { file in
            FileDiagnostics(file.diagnostics.filter { $0.severity == .error }, in: file.source)
        }
        for errors in errors { console.diagnostics(errors.diagnostics, in: errors.source) }
        return errors.allSatisfy(\.diagnostics.isEmpty)
    }

    /// Shows users' own rules that nftables does not take: the host would load none at all.
    ///
    /// - Returns: Whether there are none, as far as it can be told here.
    private func tryRules(_ compilation: Compilation, of file: TopologyFile, _ console: Console) -> Bool {
        let diagnostics = ExtraRuleCheck.diagnostics(compilation.bundles, of: file.topology)
        console.diagnostics(diagnostics, in: file.text)
        return !diagnostics.contains { $0.severity == .error }
    }

    private func compile(_ file: TopologyFile, _ secrets: Secrets, _ console: Console) throws -> Compilation {
        do {
            let templates = try self.templates.map { try TemplateFolder.read($0) } ?? .builtIn
            return try Compilation(
                file.topology,
                secrets: secrets,
                source: file.source,
                templates: templates
            ) { Cores.run($0, hosts: file.topology.hosts.count) }
        } catch let error as TemplateError {
            for problem in error.problems {
                let folder = self.templates ?? "templates"
                let place =
                    problem.line.map { "\(folder)/\(problem.template):\($0)" } ?? "\(folder)/\(problem.template)"
                console.error("[\(problem.code)] \(place): \(problem.message)", help: problem.help)
            }
            throw ExitCode.badInput
        } catch let error as SystemCallError {
            console.error("read the templates: \(error)")
            throw error.isPermission ? ExitCode.notPermitted : ExitCode.badInput
        }
    }

    private func write(_ bundles: [Bundle], _ console: Console) throws -> BundleChanges {
        do {
            return try BundleFolder.write(bundles, to: self.output, isForced: self.force)
        } catch .system(let error) {
            console.error("write the bundles: \(error)")
            throw ExitCode(error)
        } catch .notOurs(let path) {
            console.error("\(path) holds files that picket did not write", help: "name a new or an empty folder")
            throw ExitCode.no
        } catch .badRecord(let path) {
            console.error(
                "\(path) is not what picket wrote, so nobody knows whose the files beside it are",
                help: "name a new or an empty folder"
            )
            throw ExitCode.no
        } catch .edited(let edits) {
            for edit in edits.prefix(CompileReport.lineLimit) {
                console.note("\(edit.kind.rawValue.padded(to: 9))\(self.output)/\(edit.name)")
            }
            if edits.count > CompileReport.lineLimit {
                console.note("… and \(edits.count - CompileReport.lineLimit) more")
            }
            console.error(
                "\(self.output) was edited since picket wrote it; nothing was written",
                help:
                    "move what you need into the topology or a template, or add --force: it writes changed files anew and "
                    + "keeps added ones"
            )
            throw ExitCode.no
        }
    }
}
