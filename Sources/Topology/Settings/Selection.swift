internal import Diagnostics

/// What `sentries`, `relays` or `peers` says, ranges and lists still in it.
struct Selection: Sendable {
    /// What must hold of the choice.
    struct Demands: Sendable {
        let atLeast: Located<Int>?
        /// Where the file asks for more than one zone.
        let spread: SourceSpan?
        let via: Located<SegmentName>?
    }

    /// Names, patterns and key=value; `nil` for the default.
    let items: [Template]?
    let demands: Demands
    /// The key in the file.
    let key: Located<String>
    let span: SourceSpan
    /// Whether everything could be read.
    let isComplete: Bool

    static func read(_ entry: MapReader.Entry, _ diagnostics: inout DiagnosticCollector) -> Selection {
        guard case .mapping = entry.value.content, let description = entry.description.type.map,
            var map = MapReader(entry.value, description, &diagnostics)
        else {
            let items = Self.items(entry, &diagnostics)
            return Selection(entry, items.templates, Demands(atLeast: nil, spread: nil, via: nil), items.isComplete)
        }
        let select = map.take("select")
        let items = select.map { Self.items($0, &diagnostics) }
        let atLeast = map.take("at_least")?.number(&diagnostics)
        let spread: Located<Spread>? = map.take("spread_over")?.choice(&diagnostics)
        let segment = map.take("via")?.text(&diagnostics)
        map.refuseRest(&diagnostics)
        let via = segment.flatMap { text in Self.segment(text, &diagnostics) }
        let demands = Demands(atLeast: atLeast, spread: spread?.span, via: via)
        return Selection(
            entry,
            items?.templates,
            demands,
            items?.isComplete ?? true && (segment == nil) == (via == nil)
        )
    }

    private enum Spread: String, CaseIterable {
        case zone
    }

    private init(_ entry: MapReader.Entry, _ items: [Template]?, _ demands: Demands, _ isComplete: Bool) {
        self.items = items
        self.demands = demands
        self.key = entry.key
        self.span = entry.span
        self.isComplete = isComplete
    }

    private static func items(
        _ entry: MapReader.Entry,
        _ diagnostics: inout DiagnosticCollector
    ) -> (templates: [Template], isComplete: Bool) {
        guard case .sequence(let items) = entry.value.content else {
            let help = "write [sentry-1, sentry-2] or ['sentry-*']"
            entry.value.refuse("a list of host names", help: help, &diagnostics)
            return ([], false)
        }
        let templates = items.compactMap { $0.template("the name of a host", &diagnostics) }
        return (templates, templates.count == items.count)
    }

    private static func segment(
        _ text: Located<String>,
        _ diagnostics: inout DiagnosticCollector
    ) -> Located<SegmentName>? {
        if let name = SegmentName(text.value) { return Located(name, at: text.span) }
        diagnostics.append(.error(.unknownSegment, "there is no segment '\(text.value)'", at: text.span))
        return nil
    }
}
