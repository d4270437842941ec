internal import Addressing
internal import Diagnostics
internal import Skywelld
internal import Topology

/// The servers of a folder, in the natural order of their names.
struct FoundServers {
    var servers: [FoundServer] = []
    /// About bundles that were not read.
    private(set) var unread: [FileDiagnostics] = []

    init(_ bundles: [WrittenBundle]) {
        var names: Set<HostName> = []
        var keys: [Substring: NodePublicKey] = [:]
        for bundle in bundles {
            guard let file = Self.configuration(of: bundle) else {
                let message = "\(bundle.path) holds no \(Artifact.Name.configuration)"
                let help = "copy the host's configuration there, or remove the folder"
                self.unread.append(
                    FileDiagnostics(
                        [.error(.importWithoutConfiguration, message, at: nil, help: help)],
                        in: SourceFile(name: bundle.path, text: "")
                    )
                )
                continue
            }
            let name = Self.name(of: bundle.name, besides: names)
            names.insert(name)
            var reader = FoundServerReader(
                name: name,
                path: "\(bundle.path)/\(file.name)",
                bytes: file.bytes,
                keys: keys
            )
            let addresses = bundle[Import.addressFile].map { String(decoding: $0.bytes, as: UTF8.self) }
            var server = reader.read(addressFile: addresses, namedAddress: IPv4Address(bundle.name))
            keys = reader.keys
            if name.rawValue != bundle.name {
                server.diagnostics.append(
                    .warning(
                        .importRenamed,
                        "'\(bundle.name)' is no name that a host can have here; it is called '\(name)'",
                        at: nil,
                        help: "rename the folder if another name fits better"
                    )
                )
            }
            self.servers.append(server)
        }
        self.servers.sort { NaturalOrder.precedes($0.name.rawValue, $1.name.rawValue) }
    }

    private static func configuration(of bundle: WrittenBundle) -> WrittenBundle.File? {
        if let file = bundle[Artifact.Name.configuration.rawValue] { return file }
        let candidates = bundle.files.filter { $0.name.hasSuffix(".cfg") }
        return candidates.count == 1 ? candidates[0] : nil
    }

    /// The name itself if it can be one, else the nearest that can, with a number if it is taken.
    private static func name(of text: String, besides taken: Set<HostName>) -> HostName {
        let wanted = PlainName.of(text, instead: "host")
        var number = 1
        while true {
            let candidate = number == 1 ? wanted : "\(wanted.prefix(50))-\(number)"
            if let name = HostName(candidate), !name.isReserved, !taken.contains(name) { return name }
            number += 1
        }
    }
}
