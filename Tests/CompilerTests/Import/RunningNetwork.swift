import Addressing
import Skywelld
import Testing
import Topology

@testable import Compiler

/// A topology as it runs: what an operator would copy from its hosts.
struct RunningNetwork {
    let topology: Topology
    let bundles: [WrittenBundle]

    /// - Parameters:
    ///   - listsAddresses: Whether each host's addresses lie beside its configuration.
    init(_ topology: Topology, listsAddresses: Bool = true) throws {
        self.topology = topology
        self.bundles = try Compilation(topology, source: "running.yaml").bundles.map { bundle in
            var files = [Self.file("skywelld.cfg", bundle[.configuration].contents)]
            if listsAddresses, let host = topology[host: bundle.host] {
                files.append(Self.file("addresses", Self.addresses(of: host, in: topology)))
            }
            return WrittenBundle(name: bundle.host.rawValue, path: "hosts/\(bundle.host)", files: files)
        }
    }

    func imported() throws -> Import {
        Import(self.bundles, heading: try Self.heading(self.topology.network.rawValue))
    }

    static func heading(_ network: String = "found") throws -> Import.Heading {
        Import.Heading(network: try #require(NetworkName(network)), fileName: "imported.yaml")
    }

    static func file(_ name: String, _ text: String) -> WrittenBundle.File {
        WrittenBundle.File(name: name, bytes: Array(text.utf8), mode: 0o600)
    }

    /// One host's folder with a configuration that is written out, and addresses if they are given.
    static func bundle(_ name: String, _ configuration: String, addresses: String? = nil) -> WrittenBundle {
        let files = [self.file("skywelld.cfg", configuration)] + (addresses.map { [self.file("addresses", $0)] } ?? [])
        return WrittenBundle(name: name, path: "hosts/\(name)", files: files)
    }

    /// As `ip -brief address` prints them, with loopback and a container bridge that every host has.
    private static func addresses(of host: Host, in topology: Topology) -> String {
        let interfaces = host.attachments.compactMap { attachment in
            topology[segment: attachment.segment]?.prefixes.first { $0.contains(attachment.address) }
                .map { "\(attachment.segment)  UP  \(attachment.address)/\($0.length) fe80::1/64" }
        }
        return (["lo UNKNOWN 127.0.0.1/8 ::1/128"] + interfaces + ["docker0 DOWN 172.17.0.1/16"]).joined(
            separator: "\n"
        )
    }
}
