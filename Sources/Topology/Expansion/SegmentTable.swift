internal import Addressing
internal import Diagnostics

/// The segments of a file, by name, checked against each other.
struct SegmentTable {
    /// What the file says of a name.
    enum Entry {
        /// With its place in the file, counted from 0.
        case known(TopologyFile.Segment, index: Int)
        /// The name was refused, and has its diagnostic.
        case refused
        case unknown
    }

    /// Networks that no host can have an address of. Source: RFC 6890 §2.2.2 and §2.2.3, RFC 5771 §3, RFC 4291 §2.
    private static let unusable: [IPPrefix] = [
        "0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3", "::/127", "fe80::/10", "ff00::/8",
    ]
    .compactMap { IPPrefix($0) }

    /// In the order of the file.
    let names: [String]
    private let segments: [TopologyFile.Segment]
    private let indices: [String: Int]
    /// `nil` if any name may be a segment's.
    private let refused: Set<String>?

    init(_ file: TopologyFile, _ diagnostics: inout DiagnosticCollector) {
        self.names = file.segments.map(\.name.value.rawValue)
        self.segments = file.segments
        self.indices = Dictionary(uniqueKeysWithValues: self.names.enumerated().map { ($1, $0) })
        self.refused = file.refusedSegments
        Self.checkUsable(file.segments, &diagnostics)
        Self.checkOverlaps(file.segments, &diagnostics)
    }

    subscript(name: String) -> Entry {
        if let index = self.indices[name] { return .known(self.segments[index], index: index) }
        return self.refused?.contains(name) ?? true ? .refused : .unknown
    }

    /// The prefixes of both families.
    private static func prefixes(of segment: TopologyFile.Segment) -> [Located<IPPrefix>] {
        segment.prefixes.map { Located(.ipv4($0.value), at: $0.span) }
            + segment.ipv6Prefixes.map { Located(.ipv6($0.value), at: $0.span) }
    }

    private static func checkUsable(_ segments: [TopologyFile.Segment], _ diagnostics: inout DiagnosticCollector) {
        for prefix in segments.flatMap(Self.prefixes) {
            guard let reserved = Self.reserved(prefix.value) else { continue }
            let message = "no host can have an address of \(prefix.value)"
            let label = "\(reserved) has another meaning"
            let help = "choose a network such as \(prefix.value.ipv4 == nil ? "fd00:10::/64" : "10.1.10.0/24")"
            diagnostics.append(.error(.unusablePrefix, message, at: prefix.span, label: label, help: help))
        }
    }

    /// The network in or around a prefix that no host can have an address of.
    static func reserved(_ prefix: IPPrefix) -> IPPrefix? {
        Self.unusable.first { Self.overlap($0, prefix) }
    }

    private static func overlap(_ one: IPPrefix, _ other: IPPrefix) -> Bool {
        switch (one, other) {
        case (.ipv4(let one), .ipv4(let other)): one.overlaps(other)
        case (.ipv6(let one), .ipv6(let other)): one.overlaps(other)
        case (.ipv4, .ipv6), (.ipv6, .ipv4): false
        }
    }

    private static func checkOverlaps(_ segments: [TopologyFile.Segment], _ diagnostics: inout DiagnosticCollector) {
        let written = segments.flatMap { segment in Self.prefixes(of: segment).map { (segment.name.value, $0) } }
        for pair in PrefixNesting.pairs(written.map(\.1.value)) {
            let (earlier, later) = (written[min(pair.inner, pair.outer)], written[max(pair.inner, pair.outer)])
            let isSame = earlier.0 == later.0
            diagnostics.append(
                .error(
                    .overlappingSegments,
                    isSame
                        ? "two prefixes of segment '\(later.0)' overlap"
                        : "segments '\(earlier.0)' and '\(later.0)' overlap",
                    at: later.1.span,
                    labels: [Diagnostic.Label("overlaps with this", at: earlier.1.span)],
                    help: isSame ? "remove the smaller one" : "give each segment a network of its own"
                )
            )
        }
    }
}
