internal import Addressing
internal import ArgumentParser
internal import Crawler
internal import FoundationEssentials
internal import Lab

struct LabStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows the hosts of a lab that is up, and whether their nodes answer.",
        discussion: ExitCode.help
    )

    /// What `picket.lab-status/1` looks like.
    private struct Document: Encodable {
        struct Host: Encodable {
            let name: String
            let kind: String
            let addresses: [String]
            let node: String
        }

        let schema = "picket.lab-status/1"
        let network: String
        let file: String
        let buildSeconds: Double
        let hosts: [Host]
    }

    @Flag(help: "Prints one JSON document (schema picket.lab-status/1) instead of text.")
    var json = false

    @OptionGroup var selection: LabSelection
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = self.output.console
        do {
            let registry = try LabRegistry()
            let name = try self.selection.resolve(registry)
            let record = try registry.record(of: name)
            let answers = try StandingLab.visit(record.hosts, of: name, registry: registry, Self.state)
            guard self.json else {
                LabListing(record, console).print(states: answers)
                return
            }
            let hosts = zip(record.hosts, answers).map {
                Document.Host(name: $0.name, kind: $0.kind, addresses: $0.addresses, node: $1)
            }
            let document = Document(
                network: record.network,
                file: record.file,
                buildSeconds: record.buildSeconds,
                hosts: hosts
            )
            console.print(try JSONText.make(document))
        } catch let error as LabError {
            console.error(error)
            throw ExitCode(error)
        }
    }

    /// Asks a host's node from inside its host. Its crawl would not do: it hides what the node protects.
    private static func state(of host: LabRecord.Host) -> String {
        guard host.log != nil else { return "" }
        guard let endpoint = host.administration.flatMap({ Endpoint($0) }) else {
            return "not asked: no http port for an administrator at 127.0.0.1"
        }
        do {
            return "answers, peers: \(try AdministrationClient.peers(at: endpoint, timeout: .seconds(2)).count)"
        } catch {
            return "does not answer: \(error)"
        }
    }
}
