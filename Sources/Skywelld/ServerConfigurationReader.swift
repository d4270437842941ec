import Addressing

/// Reads a `ServerConfiguration` and collects what is wrong with the file.
struct ServerConfigurationReader {
    let file: ConfigurationFile
    private(set) var problems: [ConfigurationProblem] = []
    /// Lines that are secrets as a whole, by their numbers.
    private let secretLines: [Int: String]
    /// Headers that are.
    private let secretNames: [String]

    init(file: ConfigurationFile) {
        self.file = file
        let lines = file.sections.flatMap(\.lines).filter { SecretText.isSecret($0.text) }
        self.secretLines = Dictionary(lines.map { ($0.number, $0.text) }, uniquingKeysWith: { first, _ in first })
        self.secretNames = file.sections.map(\.name).filter { SecretText.isSecret($0) }
    }

    mutating func read() -> ServerConfiguration {
        self.checkShape()
        let ports = self.readPorts()
        self.checkSectionNames(portSections: ports.names)
        let isPrivate = self.readFlag("peer_private")
        let ips = self.readPeers(of: "ips", isPrivate: isPrivate)
        let fixedPeers = self.readPeers(of: "ips_fixed", isPrivate: isPrivate)
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
        let validators = self.readValidators(isPrivate: isPrivate)
        let clusterNodes = self.readClusterNodes()
        let databasePath = self.readSingleLine(of: "database_path")?.text
        let webSocketPing = self.readWebSocketPing()
        let validatorsFile = self.readSingleLine(of: "validators_file")
        return ServerConfiguration(
            ports: ports.ports,
            ips: ips.endpoints,
            fixedPeers: fixedPeers.endpoints,
            namedIPs: ips.names,
            namedFixedPeers: fixedPeers.names,
            isPrivate: isPrivate,
            peersMax: peersMax,
            nodeSeed: nodeSeed,
            validationSeed: validationSeed,
            validators: validators.keys,
            validatorDomains: validators.domains,
            clusterNodes: clusterNodes.map(\.key),
            clusterNames: Dictionary(
                clusterNodes.filter { !$0.comment.isEmpty }.map { ($0.key, $0.comment) },
                uniquingKeysWith: { first, _ in first }
            ),
            startupCommands: self.file["rpc_startup"]?.lines ?? [],
            databasePath: databasePath,
            webSocketPing: webSocketPing,
            validatorsFile: validatorsFile
        )
    }

    /// Hides what may be a secret, whatever a sentence quotes.
    mutating func report(
        _ severity: ConfigurationProblem.Severity,
        at line: Int?,
        _ message: String,
        help: String? = nil
    ) {
        self.problems.append(
            ConfigurationProblem(
                severity: severity,
                line: line,
                message: self.shown(message, of: line),
                help: help.map { self.shown($0, of: line) }
            )
        )
    }

    private func shown(_ sentence: String, of line: Int?) -> String {
        let text = self.secretNames.reduce(sentence) { $0.replacing($1, with: SecretText.mark) }
        guard let line, let secret = self.secretLines[line] else { return SecretText.hidden(in: text) }
        return SecretText.withoutQuotes(text.replacing(secret, with: SecretText.mark))
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
        self.readNumber(of: "peers_max", 0...ServerConfiguration.highestPeersMax) ?? 0
    }

    private mutating func readWebSocketPing() -> Duration? {
        self.readNumber(of: "websocket_ping_frequency", 1...ServerConfiguration.longestWebSocketPing).map {
            .seconds($0)
        }
    }

    /// `nil` if there is no such section, or something else in it, which is an error.
    private mutating func readNumber(of name: String, _ range: ClosedRange<Int>) -> Int? {
        guard let line = self.readSingleLine(of: name) else { return nil }
        let isNumber = line.text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isNumber, let number = Int(line.text), range.contains(number) else {
            self.report(
                .error,
                at: line.number,
                "[\(name)] is '\(line.text)', but must be a number from \(range.lowerBound) to \(range.upperBound)",
                help: Self.helpAboutComment(in: line.text)
            )
            return nil
        }
        return number
    }
}
