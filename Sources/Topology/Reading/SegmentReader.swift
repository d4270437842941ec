internal import Addressing
internal import Diagnostics

/// Reads `segments`.
struct SegmentReader {
    /// Names that no segment may have besides the settings of a host: what the kernel or `expect` calls by the same name.
    private static let reservedNames: Set<String> = Language.partyWords.union([
        "name", "address", "trust", "expect", "all", "default", "lo",
    ])

    private(set) var segments: [TopologyFile.Segment] = []
    /// Names that were refused.
    private(set) var refused: Set<String> = []

    /// - Returns: `nil` if there is no map of segments.
    static func read(_ node: YAMLNode, _ diagnostics: inout DiagnosticCollector) -> SegmentReader? {
        guard let map = MapReader(node, Language.segments, &diagnostics) else { return nil }
        var reader = SegmentReader()
        for entry in map.others() {
            if let segment = Self.segment(entry, &diagnostics) {
                reader.segments.append(segment)
            } else {
                reader.refused.insert(entry.key.value)
            }
        }
        return reader
    }

    private static func segment(
        _ entry: MapReader.Entry,
        _ diagnostics: inout DiagnosticCollector
    ) -> TopologyFile.Segment? {
        let name = Self.name(entry.key, &diagnostics)
        guard var map = MapReader(entry.value, Language.segment, &diagnostics) else {
            return name.map {
                TopologyFile.Segment(name: $0, prefixes: [], ipv6Prefixes: [], isPublic: nil, latency: nil)
            }
        }
        let flag = map.take("public")
        let isPublic = flag == nil ? false : flag?.flag(&diagnostics)
        let owner = (name: "segment '\(entry.key.value)'", span: SourceSpan?.some(entry.key.span))
        let cidr = map.require("cidr", of: owner, &diagnostics)
        let latency = map.take("latency")?.text(&diagnostics)?.duration(&diagnostics)
        map.refuseRest(&diagnostics)
        let (prefixes, isComplete) = cidr.map { Self.prefixes($0, &diagnostics) } ?? ([], false)
        let ipv4 = prefixes.compactMap { prefix in prefix.value.ipv4.map { Located($0, at: prefix.span) } }
        let ipv6 = prefixes.compactMap { prefix in prefix.value.ipv6.map { Located($0, at: prefix.span) } }
        if let cidr, isComplete, ipv4.isEmpty {
            let message = "segment '\(entry.key.value)' has no IPv4 prefix, and servers speak IPv4 only"
            let help = "add an IPv4 prefix, such as [10.1.10.0/24, fd00:10::/64]"
            diagnostics.append(.error(.ipv6Alone, message, at: cidr.value.span, help: help))
        }
        return name.map {
            TopologyFile.Segment(
                name: $0,
                prefixes: ipv4,
                ipv6Prefixes: ipv6,
                isPublic: isPublic,
                latency: latency
            )
        }
    }

    /// - Returns: Those that are right, and whether all are.
    private static func prefixes(
        _ entry: MapReader.Entry,
        _ diagnostics: inout DiagnosticCollector
    ) -> ([Located<IPPrefix>], isComplete: Bool) {
        let items: [YAMLNode]
        switch entry.value.content {
        case .sequence(let nodes): items = nodes
        case .mapping, .scalar, .refused: items = [entry.value]
        }
        let expected = items.count == 1 && !entry.value.isList ? entry.description.type.expected : "a prefix"
        let prefixes = items.compactMap { item in
            item.text(expected, &diagnostics).flatMap { text in
                text.prefix(&diagnostics).map { Located($0, at: text.span) }
            }
        }
        return (prefixes, prefixes.count == items.count)
    }

    private static func name(
        _ key: Located<String>,
        _ diagnostics: inout DiagnosticCollector
    ) -> Located<SegmentName>? {
        if Self.reservedNames.contains(key.value) || Language.host[key.value] != nil {
            let message = "no segment can be called '\(key.value)'"
            diagnostics.append(.error(.reservedName, message, at: key.span, help: "choose another name"))
            return nil
        }
        guard let name = SegmentName(key.value) else {
            diagnostics.append(NameRule.refusal(of: "segment", key, upTo: SegmentName.maximumLength))
            return nil
        }
        return Located(name, at: key.span)
    }
}
