internal import ArgumentParser
internal import Files
internal import Glibc
internal import Graph
internal import Lab

struct GraphCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case svg, dot, mermaid, html
    }

    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Draws the design: who dials whom, and which ports are open to whom.",
        discussion: """
            html is one page that needs no network and no other file; svg is made by Graphviz, which must be installed. With more than \
            \(Drawing.hostLimit) hosts a picture shows one node per group and role; --expand and --collapse decide otherwise.

            \(ExitCode.help)
            """
    )

    @Argument(help: "The topology file.")
    var file: String

    @Option(help: "svg, dot, mermaid or html.")
    var format: Format = .html

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write instead of standard output.", valueName: "file"))
    var output: String?

    @Flag(help: "Shows every host, however many there are.")
    var expand = false

    @Flag(help: "Shows one node per group and role, however few hosts there are.")
    var collapse = false

    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard !self.expand || !self.collapse else { throw ValidationError("choose one of --expand and --collapse") }
    }

    func run() throws {
        let console = self.options.console
        let topology = try TopologyFile.load(self.file, console).topology
        let drawing = Drawing.make(topology, isCollapsed: self.expand ? false : self.collapse ? true : nil)
        let text =
            switch self.format {
            case .dot: DotPrinter.text(of: drawing)
            case .mermaid: MermaidPrinter.text(of: drawing)
            case .html: HTMLPrinter.text(of: drawing)
            case .svg: try Self.svg(DotPrinter.text(of: drawing), console)
            }
        guard let output else {
            console.print(String(text.dropLast()))
            return
        }
        guard (try? Folder.realPath(output)) != (try? Folder.realPath(self.file)) else {
            console.error("\(output) is the topology itself", help: "name another file for the picture")
            throw ExitCode.validationFailure
        }
        do {
            try AtomicFile.write(text, to: output, mode: 0o644)
        } catch {
            console.error("write the picture: \(error)")
            throw ExitCode(error)
        }
    }

    /// The most that Graphviz may print, in bytes.
    private static let svgLimit = 256 << 20

    private static func svg(_ dot: String, _ console: Console) throws -> String {
        let path =
            "\(ProcessEnvironment.value("TMPDIR") ?? "/tmp")/picket-graph-\(UInt64.random(in: 0...UInt64.max)).dot"
        do {
            try AtomicFile.create(dot, at: path, isSynced: false)
        } catch {
            console.error("write the picture for Graphviz: \(error)")
            throw ExitCode(error)
        }
        defer { unlink(path) }
        do {
            let (code, output) = try ChildProcess.capture("dot", arguments: ["-Tsvg", path], limit: Self.svgLimit)
            guard code == 0 else {
                console.error("Graphviz ended with \(code)", help: "--format html needs no other program")
                throw ExitCode.unavailable
            }
            return String(decoding: output, as: UTF8.self)
        } catch let error as SystemCallError {
            console.error(
                "Graphviz cannot be started: \(error)",
                help: "install it (the program 'dot'), or use --format html"
            )
            throw ExitCode.unavailable
        }
    }
}
