internal import Addressing
internal import Diagnostics

/// Reads a ``TopologyFile`` from the tree of a YAML file.
struct TopologyFileReader {
    /// The language version that this reader speaks.
    private static let version = "1"
    private static let keys = ["picket", "network", "segments", "hosts", "firewall"]
    private static let segmentKeys = ["public", "cidr"]
    private static let firewallKeys = ["administration"]
    /// Names that no segment may have: settings of a host, now or later, and what the kernel calls by the same name.
    private static let reservedSegmentNames: Set<String> = [
        "role", "group", "sentries", "zone", "name", "address", "daemon", "trust", "firewall", "expect", "ssh",
        "all", "default", "lo",
    ]

    private var file = TopologyFile()
    private var diagnostics: DiagnosticCollector

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - root: The top of the tree.
    ///   - diagnostics: Receives what is wrong.
    static func read(_ root: YAMLNode, _ diagnostics: inout DiagnosticCollector) -> TopologyFile {
        var reader = TopologyFileReader(diagnostics: diagnostics)
        reader.root(root)
        diagnostics = reader.diagnostics
        return reader.file
    }

    private init(diagnostics: DiagnosticCollector) {
        self.diagnostics = diagnostics
    }

    private mutating func root(_ node: YAMLNode) {
        guard case .mapping = node.content else {
            let help = "begin with 'picket: \(Self.version)', then 'network', 'segments' and 'hosts'"
            self.diagnostics.append(
                node.isNothing
                    ? .error(.emptyFile, "the file is empty", at: nil, help: help)
                    : .error(.topLevelIsNoMap, "expected a map, found \(node.description)", at: node.span, help: help)
            )
            return
        }
        guard var map = MapReader(node, of: "a topology", keys: Self.keys, &self.diagnostics) else { return }
        let owner = (name: "the file", span: SourceSpan?.none)
        map.require("picket", of: owner, example: "picket: \(Self.version)", &self.diagnostics).map {
            self.version($0.value)
        }
        map.require("network", of: owner, example: "network: NAME", &self.diagnostics).map { self.network($0.value) }
        let segments = map.require(
            "segments",
            of: owner,
            example: "segments: { NAME: { cidr: 10.1.10.0/24 } }",
            &self.diagnostics
        )
        let hosts = map.require("hosts", of: owner, example: "hosts: { NAME: { role: sentry } }", &self.diagnostics)
        if let segments { self.segments(segments.value) } else { self.file.refusedSegments = nil }
        if let hosts { self.hosts(hosts) }
        map.take("firewall").map { self.firewall($0.value) }
        map.refuseRest(&self.diagnostics)
    }

    private mutating func version(_ node: YAMLNode) {
        guard let version = node.text("the language version", &self.diagnostics), version.value != Self.version else {
            return
        }
        let message = "this is picket \(version.value), but only version \(Self.version) of the language is known"
        self.diagnostics.append(
            .error(.versionMismatch, message, at: version.span, help: "write 'picket: \(Self.version)'")
        )
    }

    private mutating func network(_ node: YAMLNode) {
        guard let name = node.text("the name of the network", &self.diagnostics) else { return }
        self.file.network = NetworkName(name.value)
        if self.file.network == nil { self.refuseName("network", name, upTo: NameRule.maximumLength) }
    }

    private mutating func segments(_ node: YAMLNode) {
        guard let entries = node.entries(of: "'segments'", keys: [], &self.diagnostics) else {
            self.file.refusedSegments = nil
            return
        }
        for entry in entries {
            if let segment = self.segment(entry) {
                self.file.segments.append(segment)
            } else {
                self.file.refusedSegments?.insert(entry.key.value)
            }
        }
    }

    private mutating func segment(_ entry: YAMLEntry) -> TopologyFile.Segment? {
        let name = self.segmentName(entry.key)
        guard var map = MapReader(entry.value, of: "a segment", keys: Self.segmentKeys, &self.diagnostics) else {
            return name.map { TopologyFile.Segment(name: $0, prefix: nil, isPublic: nil) }
        }
        let flag = map.take("public")
        let isPublic = flag == nil ? false : flag?.value.flag(&self.diagnostics)
        let owner = (name: "segment '\(entry.key.value)'", span: SourceSpan?.some(entry.key.span))
        let cidr = map.require("cidr", of: owner, example: "cidr: 10.1.10.0/24", &self.diagnostics)
        map.refuseRest(&self.diagnostics)
        let text = cidr?.value.text("an IPv4 prefix", &self.diagnostics)
        let prefix = text.flatMap { text in text.prefix(&self.diagnostics).map { Located($0, at: text.span) } }
        return name.map { TopologyFile.Segment(name: $0, prefix: prefix, isPublic: isPublic) }
    }

    private mutating func segmentName(_ key: Located<String>) -> Located<SegmentName>? {
        if Self.reservedSegmentNames.contains(key.value) || HostSettings.keys.contains(key.value) {
            let message = "no segment can be called '\(key.value)'"
            self.diagnostics.append(.error(.reservedName, message, at: key.span, help: "choose another name"))
            return nil
        }
        guard let name = SegmentName(key.value) else {
            self.refuseName("segment", key, upTo: SegmentName.maximumLength)
            return nil
        }
        return Located(name, at: key.span)
    }

    private mutating func hosts(_ entry: YAMLEntry) {
        guard let entries = entry.value.entries(of: "'hosts'", keys: [], &self.diagnostics) else {
            return
        }
        if entries.isEmpty {
            let help = "add a host, such as 'sentry-1: { role: sentry }', with its addresses"
            self.diagnostics.append(.error(.noHosts, "there are no hosts", at: entry.span, help: help))
        }
        for entry in entries {
            if let host = self.host(entry) {
                self.file.hosts.append(host)
            } else {
                self.file.hasAllHosts = false
            }
        }
    }

    private mutating func host(_ entry: YAMLEntry) -> TopologyFile.Host? {
        let name = Template(entry.key, &self.diagnostics)
        guard var map = MapReader(entry.value, of: "a host", keys: HostSettings.keys, &self.diagnostics) else {
            return nil
        }
        let settings = HostSettings(&map, &self.diagnostics)
        let attachments = map.rest().map { entry in
            TopologyFile.Attachment(
                segment: entry.key,
                address: entry.value.template("an IPv4 address", &self.diagnostics),
                span: entry.span
            )
        }
        return name.map { TopologyFile.Host(name: $0, settings: settings, attachments: attachments) }
    }

    private mutating func firewall(_ node: YAMLNode) {
        guard var map = MapReader(node, of: "'firewall'", keys: Self.firewallKeys, &self.diagnostics) else { return }
        let entry = map.take("administration")
        map.refuseRest(&self.diagnostics)
        let items = entry?.value.list(of: "addresses and prefixes", example: "[203.0.113.0/24]", &self.diagnostics)
        for item in items ?? [] {
            guard let text = item.text("an IPv4 address or prefix", &self.diagnostics),
                let prefix = text.value.contains("/")
                    ? text.prefix(&self.diagnostics)
                    : text.address(&self.diagnostics).map({ IPv4Prefix($0, length: 32) })
            else { continue }
            self.file.administration.append(Located(prefix, at: text.span))
        }
    }

    private mutating func refuseName(_ what: String, _ name: Located<String>, upTo length: Int) {
        let message = "'\(name.value)' cannot be the name of a \(what)"
        let help = "use \(NameRule.description), at most \(length) characters"
        self.diagnostics.append(.error(.badName, message, at: name.span, help: help))
    }
}
