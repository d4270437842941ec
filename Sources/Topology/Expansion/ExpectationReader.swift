internal import Addressing
internal import Diagnostics

/// Reads `expect`, whose names are those of hosts and segments.
struct ExpectationReader {
    private let hosts: [String: HostName]
    private let hostNames: [String]
    private let segments: [String: SegmentName]
    private let segmentNames: [String]
    /// Whether these are all hosts; if not, nobody is told that one is missing.
    private let isComplete: Bool
    private var diagnostics: DiagnosticCollector

    /// - Parameters:
    ///   - nodes: The items of `expect`.
    ///   - hosts: The hosts of the file.
    ///   - segments: Its segments.
    ///   - isComplete: Whether these are all.
    static func read(
        _ nodes: [YAMLNode],
        hosts: [HostName],
        segments: [SegmentName],
        isComplete: Bool,
        _ diagnostics: inout DiagnosticCollector
    ) -> [Expectation] {
        guard !nodes.isEmpty else { return [] }
        var reader = ExpectationReader(hosts, segments, isComplete, diagnostics)
        defer { diagnostics = reader.diagnostics }
        return nodes.compactMap { reader.expectation($0) }
    }

    private init(_ hosts: [HostName], _ segments: [SegmentName], _ isComplete: Bool, _ diagnostics: DiagnosticCollector)
    {
        self.hostNames = hosts.map(\.rawValue)
        self.hosts = Dictionary(uniqueKeysWithValues: zip(self.hostNames, hosts))
        self.segmentNames = segments.map(\.rawValue)
        self.segments = Dictionary(uniqueKeysWithValues: zip(self.segmentNames, segments))
        self.isComplete = isComplete
        self.diagnostics = diagnostics
    }

    private mutating func expectation(_ node: YAMLNode) -> Expectation? {
        guard let entry = self.onlyEntry(node, Language.expectation) else { return nil }
        let statement: Expectation.Statement? =
            switch entry.key.value {
            case "deny": self.flow(entry).map(Expectation.Statement.deny)
            case "allow": self.flow(entry).map(Expectation.Statement.allow)
            case "hidden": self.hosts(entry).map(Expectation.Statement.hidden)
            default: self.loss(entry).map(Expectation.Statement.survives)
            }
        return statement.map { Expectation($0, at: entry.span) }
    }

    /// The one entry of a map that must have exactly one.
    private mutating func onlyEntry(_ node: YAMLNode, _ description: MapDescription) -> MapReader.Entry? {
        guard var map = MapReader(node, description, &self.diagnostics) else { return nil }
        let entries = description.names.compactMap { map.take($0) }
        map.refuseRest(&self.diagnostics)
        guard entries.count != 1 else { return entries[0] }
        if case .mapping(let written) = node.content, entries.isEmpty, !written.isEmpty { return nil }
        let message = "\(description.what) says exactly one thing, and this says \(entries.count)"
        let help = "write one of " + description.names.map { "'\($0)'" }.joined(separator: ", ")
        self.diagnostics.append(.error(.notExactlyOne, message, at: node.span, help: help))
        return nil
    }

    private mutating func flow(_ entry: MapReader.Entry) -> Expectation.Flow? {
        guard var map = MapReader(entry.value, Language.flow, &self.diagnostics) else { return nil }
        let owner = (name: "'\(entry.key.value)'", span: SourceSpan?.some(entry.key.span))
        let from = map.require("from", of: owner, &self.diagnostics).flatMap { self.party($0) }
        let to = map.require("to", of: owner, &self.diagnostics).flatMap { self.party($0) }
        let transport: Located<FirewallSettings.TransportProtocol>? = map.take("protocol")?.choice(&self.diagnostics)
        let port = map.take("port")?.port(&self.diagnostics)
        map.refuseRest(&self.diagnostics)
        guard let from, let to else { return nil }
        return Expectation.Flow(from: from, to: to, transport: transport?.value ?? .tcp, port: port)
    }

    private mutating func party(_ entry: MapReader.Entry) -> Expectation.Party? {
        guard let text = entry.text(&self.diagnostics) else { return nil }
        if text.value == "any" { return .any }
        if text.value == "stranger" { return .stranger }
        switch (self.hosts[text.value], self.segments[text.value]) {
        case (let host?, nil): return .host(host)
        case (nil, let segment?): return .segment(segment)
        case (_?, _?):
            let message = "'\(text.value)' is both a host and a segment"
            let help = "rename one of them, or write an address or prefix"
            self.diagnostics.append(.error(.unknownParty, message, at: text.span, help: help))
            return nil
        case (nil, nil): break
        }
        if text.value.contains("/") || text.value.contains(":") || IPv4Address(text.value) != nil {
            return text.source(&self.diagnostics).map(Expectation.Party.prefix)
        }
        guard self.isComplete else { return nil }
        let names = Language.partyWords.sorted() + self.hostNames + self.segmentNames
        let guess = self.diagnostics.suggestion(for: text.value, in: names).map { "did you mean '\($0)'? " } ?? ""
        let help = guess + "write any, stranger, a host, a segment or a prefix"
        let message = "there is no host or segment '\(text.value)'"
        self.diagnostics.append(.error(.unknownParty, message, at: text.span, help: help))
        return nil
    }

    private mutating func loss(_ entry: MapReader.Entry) -> Expectation.Loss? {
        guard let inner = self.onlyEntry(entry.value, Language.loss) else { return nil }
        return switch inner.key.value {
        case "sentries": inner.number(&self.diagnostics).map { .sentries($0.value) }
        case "zones": inner.number(&self.diagnostics).map { .zones($0.value) }
        default: self.hosts(inner).map(Expectation.Loss.hosts)
        }
    }

    /// The hosts of a list of names; a range or list in a name stands for several.
    private mutating func hosts(_ entry: MapReader.Entry) -> [HostName]? {
        guard let items = entry.items(&self.diagnostics) else { return nil }
        if items.isEmpty {
            let help = "name at least one host"
            let message = "'\(entry.key.value)' names no host"
            self.diagnostics.append(.error(.emptyList, message, at: entry.span, help: help))
        }
        var names: [HostName] = []
        for item in items {
            guard let template = item.template("the name of a host", &self.diagnostics) else { continue }
            for index in 0..<min(template.count, Topology.Limits.hosts) {
                self.host(Located(template.text(at: index), at: template.span)).map { names.append($0) }
            }
        }
        return names
    }

    private mutating func host(_ text: Located<String>) -> HostName? {
        if let host = self.hosts[text.value] { return host }
        guard self.isComplete else { return nil }
        let help = self.diagnostics.suggestion(for: text.value, in: self.hostNames).map { "did you mean '\($0)'?" }
        self.diagnostics.append(
            .error(.unknownParty, "there is no host '\(text.value)'", at: text.span, help: help)
        )
        return nil
    }
}
