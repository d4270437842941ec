internal import Addressing
internal import Diagnostics

/// Reads a ``TopologyFile`` from the tree of a YAML file.
struct TopologyFileReader {
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
            let help = "begin with 'picket: \(Language.version)', then 'network', 'segments' and 'hosts'"
            self.diagnostics.append(
                node.isNothing
                    ? .error(.emptyFile, "the file is empty", at: nil, help: help)
                    : .error(.topLevelIsNoMap, "expected a map, found \(node.description)", at: node.span, help: help)
            )
            return
        }
        guard var map = MapReader(node, Language.file, &self.diagnostics) else { return }
        let owner = (name: "the file", span: SourceSpan?.none)
        map.require("picket", of: owner, &self.diagnostics).map { self.version($0) }
        map.require("network", of: owner, &self.diagnostics).map { self.network($0) }
        let segments = map.require("segments", of: owner, &self.diagnostics)
        if let segments { self.segments(segments.value) } else { self.file.refusedSegments = nil }
        let blocks = Language.blocks.compactMap { map.take($0.name) }
        if !blocks.isEmpty {
            let entries = blocks.map { YAMLEntry(key: $0.key, value: $0.value) }
            self.file.levels.top = YAMLNode(content: .mapping(entries), span: node.span)
        }
        if let entry = map.take("defaults"), entry.value.entries(of: Language.defaults, &self.diagnostics) != nil {
            self.file.levels.defaults = entry.value
        }
        map.take("roles").map { self.roles($0.value) }
        map.take("groups").map { self.groups($0.value) }
        map.require("hosts", of: owner, &self.diagnostics).map { self.hosts($0) }
        if let entry = map.take("trust") {
            self.file.trustSpan = entry.key.span
            self.file.trust = TrustReader.read(entry.value, &self.diagnostics) ?? Trust()
        }
        self.file.expectations = map.take("expect")?.items(&self.diagnostics) ?? []
        map.refuseRest(&self.diagnostics)
    }

    private mutating func version(_ entry: MapReader.Entry) {
        guard let version = entry.text(&self.diagnostics), version.value != Language.version else { return }
        let message = "this is picket \(version.value), but only version \(Language.version) of the language is known"
        let help = "write '\(entry.description.example)'"
        self.diagnostics.append(.error(.versionMismatch, message, at: version.span, help: help))
    }

    private mutating func network(_ entry: MapReader.Entry) {
        guard let name = entry.text(&self.diagnostics) else { return }
        self.file.network = NetworkName(name.value)
        if self.file.network == nil { self.diagnostics.append(NameRule.refusal(of: "network", name)) }
    }

    private mutating func segments(_ node: YAMLNode) {
        guard let read = SegmentReader.read(node, &self.diagnostics) else {
            self.file.refusedSegments = nil
            return
        }
        self.file.segments = read.segments
        self.file.refusedSegments = read.refused
    }

    private mutating func roles(_ node: YAMLNode) {
        guard let map = MapReader(node, Language.roles, &self.diagnostics) else { return }
        for entry in map.others() {
            guard let role = HostSettings.role(entry.key, &self.diagnostics),
                entry.value.entries(of: Language.roleSettings, &self.diagnostics) != nil
            else { continue }
            self.file.levels.roles[role.value] = entry.value
        }
    }

    private mutating func groups(_ node: YAMLNode) {
        guard let map = MapReader(node, Language.groups, &self.diagnostics) else { return }
        for entry in map.others() {
            if GroupName(entry.key.value) == nil {
                self.diagnostics.append(NameRule.refusal(of: "group", entry.key))
            } else if entry.value.entries(of: Language.groupSettings, &self.diagnostics) != nil {
                self.file.levels.add(SettingLevels.Group(key: entry.key, node: entry.value))
            } else {
                // Its hosts may miss a role that it was to give.
                self.file.hasAllHosts = false
            }
        }
    }

    private mutating func hosts(_ entry: MapReader.Entry) {
        guard let map = MapReader(entry.value, Language.hosts, &self.diagnostics) else { return }
        let entries = map.others()
        if entries.isEmpty {
            let help = "add a host, such as 'sentry-1: { role: sentry }', with its addresses"
            self.diagnostics.append(.error(.noHosts, "there are no hosts", at: entry.span, help: help))
        }
        for entry in entries {
            let name = Template(entry.key, &self.diagnostics)
            if let name, entry.value.entries(of: Language.host, &self.diagnostics) != nil {
                self.file.hosts.append(TopologyFile.Host(name: name, node: entry.value))
            } else {
                self.file.hasAllHosts = false
            }
        }
    }
}
