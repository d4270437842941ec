internal import ArgumentParser
internal import Compiler
internal import Deploy
internal import Diagnostics
internal import Files
internal import Linter
internal import Skywelld
internal import Topology

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Writes the topology that servers mean which already run.",
        discussion: """
            Reads a folder with one folder per host, each with its skywelld.cfg, and prints the topology, or writes it with -o; an \
            existing file stays as it is. What the rules of 'picket check' dislike about the configurations is said too.

            A server that listens on all addresses does not tell which these are. Put the output of 'ip -brief address' into the file \
            '\(Import.addressFile)' beside its configuration.

            Seeds, passwords and connection strings never go into the topology. With --keys they are written beside the file: seeds \
            into the key store, the rest where the topology refers to. Nothing is overwritten.

            Exit code 65 means that something is missing in the topology, such as an address; it is written all the same.

            \(ExitCode.help)
            """
    )

    @Argument(help: "The folder with one folder per host.")
    var folder: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write the topology.", valueName: "file"))
    var output: String?

    @Option(help: "The network's name; without it, the folder's.")
    var network: String?

    @Flag(help: "Writes the secrets beside the topology. With --output only.")
    var keys = false

    @Flag(help: "Prints one JSON document (schema \(ImportReport.schemaName)) instead of text.")
    var json = false

    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard !self.keys || self.output != nil else {
            throw ValidationError("--keys goes with --output: the secrets are written beside the file")
        }
        guard self.network.map({ NetworkName($0) != nil }) ?? true else {
            throw ValidationError("--network: write lower-case letters, digits and inner '-'")
        }
    }

    func run() throws {
        let console = self.options.console
        let reading = BundleFolder.read(self.folder)
        let heading = Import.Heading(network: self.networkName, fileName: self.output ?? "topology.yaml")
        let result = Import(reading.bundles, heading: heading)
        let folder = FileDiagnostics(reading.diagnostics, in: SourceFile(name: self.folder, text: ""))
        let findings = Linter.check(bundles: reading.bundles, dialect: .both)
        let report = DiagnosticReport([folder] + result.diagnostics + findings)
        let secrets = ImportedSecrets(result, network: heading.network, topologyPath: self.output ?? ".")
        var written: [String] = []
        if !reading.bundles.isEmpty {
            written = try self.write(result, secrets, console)
        }
        if self.json {
            console.print(try JSONText.make(ImportReport(result, report, written: written)))
        } else {
            for block in console.blocks(report) { console.note(block) }
            if self.output == nil, !reading.bundles.isEmpty { console.print(String(result.text.dropLast())) }
            for path in written { console.print("wrote \(path)") }
            console.note("imported: \(reading.bundles.count) hosts; \(report.summary)")
            if !secrets.isEmpty, !self.keys || result.hasErrors {
                let cure =
                    self.keys
                    ? "they are written once nothing is missing" : "-o FILE --keys writes them beside the topology"
                console.note("help: \(secrets.files.count) secrets stand in no file yet; \(cure)")
            }
        }
        if reading.bundles.isEmpty || result.hasErrors { throw ExitCode.badInput }
    }

    /// The topology first: if its place is taken, no secret is written either.
    private func write(_ result: Import, _ secrets: ImportedSecrets, _ console: Console) throws -> [String] {
        guard let output else { return [] }
        do throws(SystemCallError) {
            try AtomicFile.create(result.text, at: output, mode: 0o644)
            // A topology that lacks something may leave hosts out, and their keys would belong to nobody.
            return [output] + (self.keys && !result.hasErrors ? try secrets.write() : [])
        } catch {
            let isTaken = error.isExisting
            console.error(
                isTaken ? "there is something at \(error.subject) already" : "write the import: \(error)",
                help: isTaken ? "nothing is overwritten: name another file, or move that one away" : nil
            )
            throw isTaken ? ExitCode.no : ExitCode(error)
        }
    }

    private var networkName: NetworkName {
        let wanted = self.network ?? (try? Folder.realPath(self.folder)).map(\.fileName) ?? ""
        guard let name = NetworkName(wanted) ?? NetworkName("imported") else {
            preconditionFailure("'imported' is a name")
        }
        return name
    }
}
