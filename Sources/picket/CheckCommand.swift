internal import ArgumentParser
internal import Compiler
internal import Deploy
internal import Diagnostics
internal import Linter
internal import Skywelld
internal import Topology

extension Dialect: ExpressibleByArgument {}

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says what is wrong with a topology, or with the files of hosts.",
        discussion: """
            Reads the topology, compiles it in memory, and judges the files that hosts would get by what the server is known to do; \
            nothing is written and no host is touched. With --bundle the files are judged as they lie on disk, whoever wrote them: \
            with a topology by what it means, without one by what the files say of themselves. \
            'picket explain CODE' says more about a finding.

            Then the firewall rules of every host are loaded where nobody else has any (it needs no root), and what hides the \
            validators, and what 'expect' says about packets, is settled for every packet at once: proved, or violated by a packet \
            and a rule that are named. Where namespaces are not permitted, or hosts are many, rules that Picket \
            wrote in every line are judged by what is known of them, which is said; with others nothing is settled.

            Errors of the topology itself and of its keys end with exit code 65, errors that the rules find in the files and claims \
            that are violated with 1. An expectation about packets that is not settled ends with exit code 69.

            --self-test makes every rule's own fault in a copy of the files, and shows that it is caught.

            \(ExitCode.help)
            """
    )

    @Argument(help: "The topology file.")
    var file: String?

    @Option(help: ArgumentHelp("A folder with one folder of files per host, to be checked as it is.", valueName: "dir"))
    var bundle: String?

    @Option(help: "The generation of the server that uses the files: both, jingtum or truechain. With --bundle alone.")
    var dialect: Dialect?

    @Option(help: ArgumentHelp("A folder with templates to use instead of the built-in ones.", valueName: "dir"))
    var templates: String?

    @Flag(help: "Warnings fail too.")
    var strict = false

    @Flag(help: "Settles the claims about packets also for more than \(Proof.unaskedHosts) hosts.")
    var prove = false

    @Flag(help: "Shows for every rule that it catches its own fault.")
    var selfTest = false

    @Flag(help: "Prints one JSON document (schema \(DiagnosticDocument.schemaName)) instead of text.")
    var json = false

    @Flag(help: "Says on standard error how long each step took. With a topology file only.")
    var timings = false

    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard self.file != nil || self.bundle != nil else {
            throw ValidationError("name a topology file, a folder with --bundle, or both")
        }
        guard self.dialect == nil || self.bundle != nil && self.file == nil else {
            throw ValidationError(
                "--dialect goes with --bundle alone; a topology says it with 'daemon: { dialect: … }'"
            )
        }
        guard self.templates == nil || self.bundle == nil else {
            throw ValidationError("--templates goes with a topology file alone")
        }
        guard !self.prove || !self.selfTest else {
            throw ValidationError("--prove goes without --self-test")
        }
        guard !self.timings || self.bundle == nil else {
            throw ValidationError("--timings goes with a topology file alone")
        }
    }

    func run() throws {
        let console = self.options.console
        let proves = self.selfTest ? false : self.prove ? true : nil
        if let bundle {
            let check = try BundleCheck(
                bundle,
                dialect: self.dialect ?? .both,
                topology: self.file,
                proves: proves,
                console
            )
            try self.finish(check, console)
        } else if let file {
            let check = try TopologyCheck(file, templates: self.templates, proves: proves, console)
            if self.timings { console.note(check.timings.text) }
            try self.finish(check, console)
        }
    }

    private func finish(_ check: some CheckResult, _ console: Console) throws {
        let report = DiagnosticReport(check.files)
        if self.selfTest, let subject = check.subject {
            return try self.finish(SelfTest(subject), console)
        }
        if self.json {
            console.print(
                try JSONText.make(CheckDocument(diagnostics: DiagnosticDocument(report), proof: check.proof))
            )
        } else {
            for block in console.blocks(report) { console.print(block) }
            for line in check.proof.map({ ProofText($0, file: self.file ?? "", console).lines }) ?? [] {
                console.print(line)
            }
            console.print(
                "checked: \(check.summary)\(check.subject == nil ? "" : "; \(Linter.rules.count) rules"); \(report.summary)"
            )
        }
        if check.hasInputErrors { throw ExitCode.badInput }
        if report.count(.error) > 0 || self.strict && report.count(.warning) > 0 { throw ExitCode.no }
        if check.proof?.isViolated ?? false { throw ExitCode.no }
        if check.isUnsettled { throw ExitCode.unavailable }
    }

    private func finish(_ test: SelfTest, _ console: Console) throws {
        let report = SelfTestReport(test)
        console.print(self.json ? try JSONText.make(report) : report.text)
        if !test.isPassed { throw ExitCode.no }
    }
}
