package import Diagnostics
package import Skywelld
package import Topology

/// The topology that servers mean which already run: read from their configurations, whoever wrote these.
///
/// One way only: what the configurations do not say (who fails together, who may reach ssh) stays open, and what Picket
/// would do differently is said.
package struct Import: Sendable {
    /// A key that the topology must not hold, for the key store.
    package struct Key: Sendable {
        /// The raw value is the name of the section, and how the file in the key store ends.
        package enum Kind: String, Sendable {
            case node = "node_seed"
            case validation = "validation_seed"
        }

        package let host: HostName
        package let kind: Kind
        package let seed: Seed
    }

    /// Lines of a section that the topology must not hold, for a file that it refers to.
    package struct SecretFile: Sendable, Redacted {
        /// Counted from the topology's folder.
        package let path: String
        package let lines: [String]
    }

    /// How the text begins: the network's name, and what the file will be called in diagnostics.
    package struct Heading: Sendable {
        package let network: NetworkName
        package let fileName: String

        package init(network: NetworkName, fileName: String) {
            self.network = network
            self.fileName = fileName
        }
    }

    /// The file beside a host's configuration that lists its addresses, as `ip -brief address` prints them.
    package static let addressFile = "addresses"

    /// The topology, ready to be written to a file. It holds no secret.
    package let text: String
    /// About each configuration, and about the text where it could not be read back. No secret is in any excerpt.
    package let diagnostics: [FileDiagnostics]
    /// In the order of the text's hosts.
    package let keys: [Key]
    /// Sorted by path.
    package let secretFiles: [SecretFile]

    package var hasErrors: Bool {
        self.diagnostics.contains { $0.diagnostics.contains { $0.severity == .error } }
    }

    /// Reads the bundles of a network.
    ///
    /// - Parameter bundles: One per host, named like it, each with a `skywelld.cfg` or one other file that ends in
    ///   `.cfg`, and perhaps a file ``addressFile``.
    package init(_ bundles: [WrittenBundle], heading: Heading) {
        var reading = FoundServers(bundles)
        let owners = AddressOwners(&reading.servers)
        let draft = NetworkDraft(&reading.servers, owners: owners)
        let sections = FoundSections(&reading.servers, draft: draft)
        let trust = FoundTrust(reading.servers, draft: draft)
        let choice = ImportChoice(draft, sections: sections, trust: trust, heading: heading)
        choice.report(to: &reading.servers)
        trust.report(to: &reading.servers, choice.draft)
        self.text = choice.text
        self.keys = choice.draft.hosts.flatMap { host in
            host.server.map { Self.keys(of: reading.servers[$0]) } ?? []
        }
        self.secretFiles = sections.secretFiles
        self.diagnostics =
            (reading.unread + reading.servers.map { FileDiagnostics($0.diagnostics, in: $0.source) } + [choice.reading])
            .filter { !$0.diagnostics.isEmpty }
    }

    private static func keys(of server: FoundServer) -> [Key] {
        let seeds: [(Key.Kind, Seed?)] = [(.node, server.nodeSeed), (.validation, server.validationSeed)]
        return seeds.compactMap { kind, seed in seed.map { Key(host: server.name, kind: kind, seed: $0) } }
    }
}
