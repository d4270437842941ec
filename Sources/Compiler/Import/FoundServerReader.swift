internal import Addressing
internal import Diagnostics
internal import Skywelld
internal import Topology

/// Reads one configuration loosely: what cannot be used is said and left out.
struct FoundServerReader {
    private let name: HostName
    private let file: ConfigurationFile
    private let source: SourceFile
    private var diagnostics: [Diagnostic] = []
    /// Public keys by their text: the servers of one network list the same ones, and each costs a point of the curve.
    private(set) var keys: [Substring: NodePublicKey]

    init(name: HostName, path: String, bytes: [UInt8], keys: [Substring: NodePublicKey]) {
        self.keys = keys
        self.name = name
        self.file = ConfigurationFile(bytes)
        self.source = ShownConfiguration(self.file, bytes, path: path).source
    }

    /// - Parameters:
    ///   - addressFile: The text of the host's ``Import/addressFile``, if there is one.
    ///   - namedAddress: The address that the folder is called by, if it is.
    mutating func read(addressFile: String?, namedAddress: IPv4Address?) -> FoundServer {
        let listed = addressFile.map(AddressListing.init)
        let ports = self.readPorts()
        let fixed = self.readPeers("ips_fixed")
        let entryPoints = self.readPeers("ips")
        let trusted = self.readTrusted()
        let validationSeed = self.seed("validation_seed")
        var addresses = listed?.addresses ?? []
        for address in ([namedAddress].compactMap(\.self) + ports.compactMap(\.address))
        where !addresses.contains(address) { addresses.append(address) }
        return FoundServer(
            name: self.name,
            source: self.source,
            file: self.file,
            ports: ports,
            fixed: fixed,
            entryPoints: entryPoints,
            isPrivate: self.singleLine("peer_private") == "1",
            nodeSeed: self.seed("node_seed"),
            validationSeed: validationSeed,
            validationKey: validationSeed.map { NodeKey(seed: $0).publicKey },
            trusted: trusted,
            quorum: self.singleLine("validation_quorum").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil },
            addresses: addresses,
            prefixLengths: listed?.prefixLengths ?? [:],
            knowsAddresses: listed.map { !$0.addresses.isEmpty } ?? false,
            diagnostics: self.diagnostics
        )
    }

    /// The server ignores a setting that does not have exactly one line (skywelld reference §8.1, rule 7).
    private func singleLine(_ section: String) -> String? {
        guard let lines = self.file[section]?.lines, lines.count == 1 else { return nil }
        return lines[0].text
    }

    /// The seed that the server makes of the text: also of one that was mistyped, because that is who it is today.
    private func seed(_ section: String) -> Seed? {
        self.singleLine(section).flatMap { SeedText($0).seed }
    }

    private func readPorts() -> [FoundServer.PortSection] {
        guard let server = self.file["server"] else { return [] }
        var names: Set<String> = []
        return server.values.compactMap { line in
            guard names.insert(line.text).inserted, let section = self.file[line.text] else { return nil }
            let defaults = server.keyValues.filter { KnownSections.portKeys.contains($0.key) }
            var settings: [ConfigurationFile.KeyValue] = []
            for setting in defaults + section.keyValues {  // the last one with a key counts
                if let index = settings.firstIndex(where: { $0.key == setting.key }) {
                    settings[index] = setting
                } else {
                    settings.append(setting)
                }
            }
            return FoundServer.PortSection(name: line.text, settings: settings)
        }
    }

    private mutating func readPeers(_ section: String) -> [FoundServer.Peer] {
        var peers: [FoundServer.Peer] = []
        for line in self.file[section]?.lines ?? [] {
            guard let entry = HostPort(line.text), let address = IPv4Address(entry.host),
                let port = entry.port.isEmpty ? Host.defaultPeerPort : Port(entry.port)
            else {
                self.diagnostics.append(
                    .warning(
                        .importEntryLeftOut,
                        "an entry of [\(section)] is no address and port, so nobody knows whose it is",
                        at: self.span(line.number),
                        label: "left out",
                        help: "write the peer's IPv4 address and port instead, and import again"
                    )
                )
                continue
            }
            if !peers.contains(where: { $0.endpoint.address == address }) {
                peers.append(FoundServer.Peer(endpoint: Endpoint(address, port), line: line.number))
            }
        }
        return peers
    }

    private mutating func readTrusted() -> [FoundServer.Trusted] {
        var trusted: [FoundServer.Trusted] = []
        for line in self.file["validators"]?.lines ?? [] {
            let words = line.text.split(maxSplits: 1, whereSeparator: { $0 == " " || $0 == "\t" })
            guard let word = words.first, let key = self.key(word) else {
                self.diagnostics.append(
                    .warning(
                        .importValidatorLeftOut,
                        "an entry of [validators] is no public key",
                        at: self.span(line.number),
                        label: "left out",
                        help: "write the validation public key, 'n…', under 'trust' in the topology"
                    )
                )
                continue
            }
            let comment = words.dropFirst().first.map(String.init) ?? ""
            trusted.append(FoundServer.Trusted(key: key, comment: comment, line: line.number))
        }
        return trusted
    }

    private mutating func key(_ word: Substring) -> NodePublicKey? {
        if let known = self.keys[word] { return known }
        let key = NodePublicKey(base58: word)
        self.keys[word] = key
        return key
    }

    private func span(_ line: Int) -> SourceSpan {
        let start = SourcePosition(line: line, column: 1)
        return SourceSpan(start: start, end: start.advanced(by: self.source.line(line).unicodeScalars.count))
    }
}
