internal import Addressing
internal import Diagnostics

/// The segments of a file, by name, checked against each other.
struct SegmentTable {
    /// What the file says of a name.
    enum Entry {
        case known(TopologyFile.Segment)
        /// The name was refused, and has its diagnostic.
        case refused
        case unknown
    }

    /// Networks that no host can have an address of. Source: RFC 6890 §2.2.2, RFC 5771 §3.
    private static let unusable: [IPv4Prefix] = [
        IPv4Prefix(IPv4Address(rawValue: 0), length: 8),
        IPv4Prefix(IPv4Address(rawValue: 127 << 24), length: 8),
        IPv4Prefix(IPv4Address(rawValue: 224 << 24), length: 3),
    ]

    /// In the order of the file.
    let names: [String]
    private let segments: [String: TopologyFile.Segment]
    /// `nil` if any name may be a segment's.
    private let refused: Set<String>?

    init(_ file: TopologyFile, _ diagnostics: inout DiagnosticCollector) {
        self.names = file.segments.map(\.name.value.rawValue)
        self.segments = Dictionary(uniqueKeysWithValues: zip(self.names, file.segments))
        self.refused = file.refusedSegments
        Self.checkUsable(file.segments, &diagnostics)
        Self.checkOverlaps(file.segments, &diagnostics)
    }

    subscript(name: String) -> Entry {
        if let segment = self.segments[name] { return .known(segment) }
        return self.refused?.contains(name) ?? true ? .refused : .unknown
    }

    private static func checkUsable(_ segments: [TopologyFile.Segment], _ diagnostics: inout DiagnosticCollector) {
        for segment in segments {
            guard let prefix = segment.prefix, let reserved = Self.unusable.first(where: prefix.value.overlaps) else {
                continue
            }
            let message = "no host can have an address of \(prefix.value)"
            let label = "\(reserved) has another meaning"
            let help = "choose a network such as 10.1.10.0/24"
            diagnostics.append(.error(.unusablePrefix, message, at: prefix.span, label: label, help: help))
        }
    }

    private static func checkOverlaps(_ segments: [TopologyFile.Segment], _ diagnostics: inout DiagnosticCollector) {
        let written = segments.compactMap { segment in segment.prefix.map { (segment.name.value, $0) } }
        for pair in PrefixNesting.pairs(written.map(\.1.value)) {
            let (earlier, later) = (written[min(pair.inner, pair.outer)], written[max(pair.inner, pair.outer)])
            diagnostics.append(
                .error(
                    .overlappingSegments,
                    "segments '\(earlier.0)' and '\(later.0)' overlap",
                    at: later.1.span,
                    labels: [Diagnostic.Label("overlaps with this", at: earlier.1.span)],
                    help: "give each segment a network of its own"
                )
            )
        }
    }
}
