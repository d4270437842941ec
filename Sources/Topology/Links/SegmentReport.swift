internal import Diagnostics

/// Says why two hosts cannot be linked over a segment.
struct SegmentReport {
    let dialler: ExpandedHost
    let listener: ExpandedHost
    /// The segments of the file, in its order.
    let names: [SegmentName]

    /// - Returns: Whether there was anything to report.
    func run(
        _ result: SegmentChoice.Result,
        _ kind: Link.Kind,
        via: Located<SegmentName>?,
        _ diagnostics: inout DiagnosticCollector
    ) -> Bool {
        // A host without any address has been reported by itself.
        guard !self.dialler.attachments.isEmpty, !self.listener.attachments.isEmpty else { return false }
        switch result {
        case .only: return false
        case .first(_, let candidates): diagnostics.append(self.ambiguous(candidates, kind))
        case .none: diagnostics.append(self.none(kind, via))
        }
        return true
    }

    private func none(_ kind: Link.Kind, _ via: Located<SegmentName>?) -> Diagnostic {
        let key = self.key(kind)
        let listener =
            "its \(kind == .chosen ? "peer" : self.listener.role?.rawValue ?? "peer") '\(self.listener.name)'"
        let dialler = "\(self.dialler.role?.rawValue ?? "host") '\(self.dialler.name)'"
        return .error(
            .noSharedSegment,
            via.map { "\(dialler) and \(listener) are not both on '\($0.value)'" }
                ?? "\(dialler) shares no segment with \(listener)",
            at: self.dialler.span,
            label: Self.attached(self.dialler),
            labels: [Diagnostic.Label(Self.attached(self.listener), at: self.listener.span)]
                + (via.map { [Diagnostic.Label("asked for here", at: $0.span)] } ?? []),
            help:
                "attach both to one segment, or choose \(key == "peers" ? "other peers" : "other \(key)") with '\(key): [...]'"
        )
    }

    private func ambiguous(_ candidates: [Int], _ kind: Link.Kind) -> Diagnostic {
        let segments = candidates.map { self.names[$0].rawValue }
        let key = self.key(kind)
        return .error(
            .ambiguousSegment,
            "'\(self.dialler.name)' can dial '\(self.listener.name)' over "
                + segments.map { "'\($0)'" }.joined(separator: " or "),
            at: self.dialler.span,
            label: Self.attached(self.dialler),
            labels: [Diagnostic.Label(Self.attached(self.listener), at: self.listener.span)],
            help: "say which: '\(key): { via: \(segments[0]) }'"
        )
    }

    /// The setting that decides.
    private func key(_ kind: Link.Kind) -> String {
        switch kind {
        case .service: self.listener.role == .relay ? "relays" : "sentries"
        case .fellow, .bridge, .chosen: "peers"
        }
    }

    private static func attached(_ host: ExpandedHost) -> String {
        "on " + host.attachments.map(\.segment).sorted().map { "'\($0)'" }.joined(separator: ", ")
    }
}
