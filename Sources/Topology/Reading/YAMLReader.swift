internal import Diagnostics

/// Reads the part of YAML that topologies use into a tree with places.
///
/// Aliases, anchors, merge keys, tags and further documents are refused: they hide where a value comes from.
struct YAMLReader: ~Copyable {
    /// Nothing more can be read; the reason is among the diagnostics.
    private struct Stop: Error {}

    private let source: SourceFile
    private var events: YAMLEventStream
    private var diagnostics: DiagnosticCollector
    private var nodesLeft = Topology.Limits.nodes

    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - source: A file whose characters have been checked.
    ///   - diagnostics: Receives what is wrong.
    /// - Returns: `nil` if there is no tree: the file holds nothing, or is not YAML.
    static func read(_ source: SourceFile, _ diagnostics: inout DiagnosticCollector) -> YAMLNode? {
        var reader = YAMLReader(source, diagnostics)
        defer { diagnostics = reader.diagnostics }
        do throws(Stop) {
            return try reader.document()
        } catch {
            return nil
        }
    }

    private init(_ source: SourceFile, _ diagnostics: DiagnosticCollector) {
        self.source = source
        self.diagnostics = diagnostics
        self.events = YAMLEventStream(RangeMask.mask(source.text))
    }

    private mutating func document() throws(Stop) -> YAMLNode? {
        guard case .documentStart = try self.next().event else {
            self.diagnostics.append(.error(.emptyFile, "the file is empty", at: nil, help: Self.emptyHelp))
            return nil
        }
        let root = try self.node(try self.next(), depth: 0)
        let end = try self.next()
        if case .documentStart = end.event {
            let help = "remove the '---'; a file holds one topology"
            self.diagnostics.append(
                .error(.severalDocuments, "a second document begins here", at: end.span, help: help)
            )
        }
        return root
    }

    private static let emptyHelp = "begin with 'picket: 1', then 'network', 'segments' and 'hosts'"

    private mutating func next() throws(Stop) -> YAMLEventStream.Item {
        let item = self.events.next()
        guard case .failure(let failure) = item.event else { return item }
        self.diagnostics.append(failure.diagnostic(in: self.source))
        throw Stop()
    }

    private mutating func node(_ item: YAMLEventStream.Item, depth: Int) throws(Stop) -> YAMLNode {
        try self.checkLimits(item, depth: depth)
        self.refuseAttachments(of: item)
        switch item.event {
        case .scalar(let text, let isPlain):
            return YAMLNode(content: .scalar(RangeMask.unmask(text), isPlain: isPlain), span: item.span)
        case .sequenceStart:
            return try self.sequence(item, depth: depth + 1)
        case .mappingStart:
            return try self.mapping(item, depth: depth + 1)
        case .alias:
            self.refuse(.aliasUnsupported, "aliases are not supported", at: item.span, help: "write the value again")
            return YAMLNode(content: .refused, span: item.span)
        case .sequenceEnd, .mappingEnd, .documentStart, .streamEnd, .failure:
            preconditionFailure("libyaml ended something that it had not begun: \(item.event)")
        }
    }

    private mutating func sequence(_ start: YAMLEventStream.Item, depth: Int) throws(Stop) -> YAMLNode {
        var items: [YAMLNode] = []
        while true {
            let item = try self.next()
            if case .sequenceEnd = item.event {
                let span = Self.span(from: start, last: items.last?.span, end: item)
                return YAMLNode(content: .sequence(items), span: span)
            }
            items.append(try self.node(item, depth: depth))
        }
    }

    private mutating func mapping(_ start: YAMLEventStream.Item, depth: Int) throws(Stop) -> YAMLNode {
        var entries: [YAMLEntry] = []
        var places: [String: SourceSpan] = [:]
        while true {
            let item = try self.next()
            if case .mappingEnd = item.event {
                let span = Self.span(from: start, last: entries.last?.span, end: item)
                return YAMLNode(content: .mapping(entries), span: span)
            }
            let key = try self.node(item, depth: depth)
            let value = try self.node(try self.next(), depth: depth)
            guard let name = self.name(of: key, among: &places) else { continue }
            entries.append(YAMLEntry(key: Located(name, at: key.span), value: value))
        }
    }

    /// The text of a key; `nil` if the entry is to be left out.
    private mutating func name(of key: YAMLNode, among places: inout [String: SourceSpan]) -> String? {
        guard case .scalar(let name, let isPlain) = key.content else {
            self.refuse(.keyIsNoText, "a key is a text, but this is \(key.description)", at: key.span, help: nil)
            return nil
        }
        if isPlain, name == "<<" {
            self.refuse(
                .aliasUnsupported,
                "merge keys are not supported",
                at: key.span,
                help: "write the entries again"
            )
            return nil
        }
        if let first = places[name] {
            let label = Diagnostic.Label("first given here", at: first)
            self.diagnostics.append(.error(.duplicateKey, "duplicate key '\(name)'", at: key.span, labels: [label]))
            return nil
        }
        places[name] = key.span
        return name
    }

    private mutating func checkLimits(_ item: YAMLEventStream.Item, depth: Int) throws(Stop) {
        self.nodesLeft -= 1
        if self.nodesLeft < 0 {
            self.refuse(
                .tooManyNodes,
                "the file has more than \(Topology.Limits.nodes) values",
                at: item.span,
                help: nil
            )
            throw Stop()
        }
        if depth > Topology.Limits.depth {
            let message = "maps and lists are nested deeper than \(Topology.Limits.depth) levels"
            self.refuse(.nestedTooDeep, message, at: item.span, help: nil)
            throw Stop()
        }
    }

    private mutating func refuseAttachments(of item: YAMLEventStream.Item) {
        if item.hasAnchor {
            self.refuse(.aliasUnsupported, "anchors are not supported", at: item.span, help: "remove the '&…'")
        }
        if item.hasTag {
            self.refuse(.tagUnsupported, "tags are not supported", at: item.span, help: "remove the '!…'")
        }
    }

    private mutating func refuse(_ code: Diagnostic.Code, _ message: String, at span: SourceSpan, help: String?) {
        self.diagnostics.append(.error(code, message, at: span, help: help))
    }

    /// Where a map or list is: in block form libyaml ends it only where the next thing begins.
    private static func span(
        from start: YAMLEventStream.Item,
        last: SourceSpan?,
        end: YAMLEventStream.Item
    ) -> SourceSpan {
        start.span.joined(with: start.isFlow ? end.span : last ?? start.span)
    }
}
