import Addressing

/// Reads a `ServerConfiguration` and collects what is wrong with the file.
struct ServerConfigurationReader {
    let file: ConfigurationFile
    private(set) var problems: [ConfigurationProblem] = []

    init(file: ConfigurationFile) {
        self.file = file
    }

    /// `nil` only if an error was reported.
    mutating func read() -> ServerConfiguration? {
        self.checkShape()
        let ports = self.readPorts()
        self.checkSectionNames(portSections: ports.names)
        let ips = self.readEndpoints(of: "ips")
        let fixedPeers = self.readEndpoints(of: "ips_fixed")
        let isPrivate = self.readFlag("peer_private")
        let peersMax = self.readPeersMax()
        let nodeSeed = self.readNodeSeed()
        let validationSeed = self.readSeed(of: "validation_seed")
        if let nodeSeed, nodeSeed == validationSeed {
            self.report(
                .error,
                at: self.file["node_seed"]?.lines.first?.number,
                "[node_seed] and [validation_seed] are the same seed, so every peer and every crawl would name the "
                    + "validator's key",
                help: "make a seed of its own for [node_seed]"
            )
        }
        let validators = self.readValidators()
        let clusterNodes = self.readClusterNodes()
        let databasePath = self.readSingleLine(of: "database_path")?.text
        guard let nodeSeed else { return nil }
        return ServerConfiguration(
            ports: ports.ports,
            ips: ips,
            fixedPeers: fixedPeers,
            isPrivate: isPrivate,
            peersMax: peersMax,
            nodeSeed: nodeSeed,
            validationSeed: validationSeed,
            validators: validators,
            clusterNodes: clusterNodes.map(\.key),
            clusterNames: Dictionary(
                clusterNodes.filter { !$0.comment.isEmpty }.map { ($0.key, $0.comment) },
                uniquingKeysWith: { first, _ in first }
            ),
            startupCommands: self.file["rpc_startup"]?.lines ?? [],
            databasePath: databasePath
        )
    }

    mutating func report(
        _ severity: ConfigurationProblem.Severity,
        at line: Int?,
        _ message: String,
        help: String? = nil
    ) {
        self.problems.append(ConfigurationProblem(severity: severity, line: line, message: message, help: help))
    }

    /// The one line of a section; `nil` if the section is missing, or has more or fewer, which is an error.
    mutating func readSingleLine(of name: String) -> ConfigurationFile.Line? {
        guard let section = self.file[name] else { return nil }
        guard let line = section.lines.first else {
            self.report(
                .error,
                at: section.headers.first,
                "[\(name)] is empty",
                help: "write its value on the next line, or remove the section"
            )
            return nil
        }
        for other in section.lines.dropFirst() {
            self.report(
                .error,
                at: other.number,
                "[\(name)] takes exactly one line, and the server ignores the whole setting because of this second one",
                help: Self.helpAboutComment(in: other.text) ?? "remove it; the value is on line \(line.number)"
            )
        }
        return section.lines.count == 1 ? line : nil
    }

    /// How to write a comment, if the text tries to.
    static func helpAboutComment(in text: String) -> String? {
        guard text.contains("#") || text.contains("＃") else { return nil }
        return "a comment is a line of its own that starts with '#' in the first column"
    }

    /// Faults of the file as a whole: its first bytes, and headers that are none.
    private mutating func checkShape() {
        for section in self.file.sections {
            for line in section.lines {
                if line.number == 1, line.text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) {
                    self.report(
                        .error,
                        at: 1,
                        "the file starts with a byte order mark, which hides its first line",
                        help: "save it as UTF-8 without byte order mark"
                    )
                } else if line.text.hasPrefix("["), line.text.hasSuffix("]") {
                    self.report(
                        .error,
                        at: line.number,
                        "a header with a blank before or after it is read as a line of "
                            + (section.name.isEmpty ? "no section" : "[\(section.name)]"),
                        help: "remove the blanks around '\(line.text)'"
                    )
                } else if section.name.isEmpty {
                    self.report(
                        .warning,
                        at: line.number,
                        "this line comes before the first section and is ignored",
                        help: Self.helpAboutComment(in: line.text)
                    )
                }
            }
        }
    }

    private mutating func checkSectionNames(portSections: Set<String>) {
        for section in self.file.sections {
            guard let header = section.headers.first, !portSections.contains(section.name),
                !KnownSections.contains(section.name)
            else { continue }
            if section.name.first?.isWhitespace == true || section.name.last?.isWhitespace == true {
                self.report(
                    .error,
                    at: header,
                    "the blanks inside the brackets are part of the name '[\(section.name)]'",
                    help: "remove them"
                )
                continue
            }
            let suggestion = NearMiss.suggestion(for: section.name, among: KnownSections.names)
            // Of a mistyped section the server uses the default without a word: `[peer_privat]` starts a public node.
            self.report(
                suggestion == nil ? .warning : .error,
                at: header,
                "there is no section [\(section.name)]; the server ignores it",
                help: suggestion.map { "did you mean [\($0)]?" }
            )
        }
    }

    private mutating func readFlag(_ name: String) -> Bool {
        guard let line = self.readSingleLine(of: name) else { return false }
        if line.text != "0", line.text != "1" {
            self.report(
                .error,
                at: line.number,
                "[\(name)] is '\(line.text)', but must be 0 or 1",
                help: Self.helpAboutComment(in: line.text) ?? "write 1 for yes, 0 for no"
            )
        }
        return line.text == "1"
    }

    private mutating func readPeersMax() -> Int {
        guard let line = self.readSingleLine(of: "peers_max") else { return 0 }
        let isNumber = line.text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isNumber, let number = Int(line.text), number <= ServerConfiguration.highestPeersMax else {
            self.report(
                .error,
                at: line.number,
                "[peers_max] is '\(line.text)', but must be a number from 0 to \(ServerConfiguration.highestPeersMax)",
                help: Self.helpAboutComment(in: line.text)
            )
            return 0
        }
        return number
    }
}
