internal import Addressing
internal import Diagnostics
internal import Skywelld
internal import Topology

/// Takes from one server's file what neither follows from the topology nor is Picket's default.
struct FoundSectionsReader {
    private static let ownPorts: Set<String> = ["port_peer", "port_rpc"]
    private static let portPrefix = "port_"

    private let server: FoundServer
    /// Sorted by name.
    private(set) var sections: [FoundSections.Named] = []
    private(set) var secretFiles: [Import.SecretFile] = []
    private(set) var diagnostics: [Diagnostic] = []

    init(_ server: FoundServer) {
        self.server = server
    }

    /// Everything of the file that is secret and no seed, to compare servers by.
    var secretLines: [[String]] {
        self.secretSections.map { [$0.name] + $0.lines.map(\.text) }
            + self.furtherPorts.map { port in [port.name] + port.settings.filter(Self.isSecret).map(\.value) }
            .filter { $0.count > 1 }
    }

    private var secretSections: [ConfigurationFile.Section] {
        self.server.file.sections.filter { section in
            guard let info = KnownSections.info(section.name) else { return false }
            return info.isSecret && info.owner != .picket && !section.lines.isEmpty
        }
    }

    /// Ports that Picket does not write itself: not the one for peers, and not administration on loopback.
    private var furtherPorts: [FoundServer.PortSection] {
        self.server.ports.filter { !$0.isPeerPort && !Self.isAdministration($0) }
    }

    /// - Parameter folder: Where secrets go, counted from the topology's folder.
    mutating func read(folder: String) {
        for section in self.secretSections {
            let path = "\(folder)/\(section.name)"
            self.secretFiles.append(Import.SecretFile(path: path, lines: section.lines.map(\.text)))
            self.sections.append(FoundSections.Named(name: section.name, text: .text("file:\(path)")))
        }
        for port in self.furtherPorts { self.read(port, folder: folder) }
        let ports = Set(self.server.ports.map(\.name))
        for section in self.server.file.sections where !section.name.isEmpty && !ports.contains(section.name) {
            self.read(section)
        }
        self.sections.sort { $0.name < $1.name }
    }

    private mutating func read(_ section: ConfigurationFile.Section) {
        guard KnownSections.contains(section.name) else {
            self.leaveOut(section.name, section.headers.first, "the server knows no such section and ignores it")
            return
        }
        let info = KnownSections.info(section.name)
        guard info?.owner != .picket, info?.isSecret != true, !section.lines.isEmpty,
            !Self.isDefault(section)
        else { return }
        let isJSON = info?.kind == .json
        guard section.lines.allSatisfy({ Self.isPlain($0.text, bracesAllowed: isJSON) }) else {
            self.leaveOut(section.name, section.headers.first, "a line holds what the topology cannot")
            return
        }
        switch info?.kind {
        case .list, .json, nil:
            let lines = section.lines.map(\.text)
            self.add(section.name, lines.count == 1 && info == nil ? .text(lines[0]) : .list(lines))
        case .keyValues(let known):
            self.readKeyValues(section, known: known)
        case .flag, .integer, .text, .choice:
            guard section.lines.count == 1 else {
                self.leaveOut(section.name, section.headers.first, "the server ignores it unless it has one line")
                return
            }
            self.add(section.name, .text(section.lines[0].text))
        }
    }

    private mutating func readKeyValues(_ section: ConfigurationFile.Section, known: Set<String>) {
        for line in section.values {
            self.leaveOut(section.name, line.number, "the line is not of the form 'key = value'")
        }
        var pairs: [SectionText.Pair] = []
        for entry in section.keyValues {
            guard known.isEmpty || known.contains(entry.key) else {
                self.leaveOut(section.name, entry.line, "the server knows no such key here")
                continue
            }
            pairs.removeAll { $0.key == entry.key }  // the last one counts
            pairs.append(SectionText.Pair(key: entry.key, value: entry.value))
        }
        if !pairs.isEmpty { self.add(section.name, .map(pairs)) }
    }

    private mutating func read(_ port: FoundServer.PortSection, folder: String) {
        let settings = port.settings.filter { KnownSections.portKeys.contains($0.key) }
        guard settings.allSatisfy({ Self.isSecret($0) || Self.isPlain($0.value, bracesAllowed: false) }),
            ["ip", "port", "protocol"].allSatisfy({ port.value($0) != nil })
        else {
            let header = self.server.file[port.name]?.headers.first
            self.leaveOut(
                port.name,
                header,
                "the server cannot open the port, or a line holds what the topology cannot"
            )
            return
        }
        let secrets = settings.filter(Self.isSecret)
        let name = Self.portName(port.name)
        guard !secrets.isEmpty else {
            self.add(name, .map(settings.map { SectionText.Pair(key: $0.key, value: $0.value) }))
            return
        }
        let path = "\(folder)/\(name)"
        let open = settings.filter { !Self.isSecret($0) }.map { "\($0.key) = \($0.value)" }
        self.secretFiles.append(Import.SecretFile(path: path, lines: secrets.map { "\($0.key) = \($0.value)" }))
        self.add(name, .list(open + ["file:\(path)"]))
    }

    private mutating func add(_ name: String, _ text: SectionText) {
        self.sections.append(FoundSections.Named(name: name, text: text))
    }

    private mutating func leaveOut(_ section: String, _ line: Int?, _ reason: String) {
        self.diagnostics.append(
            .warning(
                .importSectionLeftOut,
                "[\(SecretText.isSecret(section) ? SecretText.mark : section)] is left out, as a whole or in part: \(reason)",
                at: line.map(self.server.span)
            )
        )
    }

    /// A name that a further port may have.
    private static func portName(_ name: String) -> String {
        let plain = PlainName.of(name, instead: "found").split(separator: "-").joined(separator: "_")
        let prefixed = plain.hasPrefix(self.portPrefix) ? plain : self.portPrefix + plain
        return self.ownPorts.contains(prefixed) ? prefixed + "_found" : prefixed
    }

    /// Whether Picket writes such a port for every host.
    private static func isAdministration(_ port: FoundServer.PortSection) -> Bool {
        let isLoopback = port.value("ip").flatMap { IPv4Address($0) }.map { $0.octets[0] == 127 } ?? false
        return isLoopback && port.value("protocol") == "http" && (port.value("admin") ?? "127.0.0.1") == "127.0.0.1"
            && !port.settings.contains(where: self.isSecret)
    }

    /// Source: skywelld reference §8.2.
    private static func isSecret(_ setting: ConfigurationFile.KeyValue) -> Bool {
        setting.key == "password" || setting.key == "admin_password"
    }

    /// Whether Picket writes the same by itself.
    private static func isDefault(_ section: ConfigurationFile.Section) -> Bool {
        [true, false].contains { servesHidden in
            OtherSections.defaults(servesHidden: servesHidden)
                .contains { $0.name == section.name && $0.lines == section.lines.map(\.text) }
        }
    }

    /// Whether a line can stand in a topology, where braces are ranges.
    private static func isPlain(_ text: String, bracesAllowed: Bool) -> Bool {
        let isASCII = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        let isReference = text.hasPrefix("file:") || text.hasPrefix("env:")
        return isASCII && !isReference && !text.hasPrefix("#") && !text.hasPrefix("[")
            && (bracesAllowed || !text.contains { $0 == "{" || $0 == "}" })
    }
}
