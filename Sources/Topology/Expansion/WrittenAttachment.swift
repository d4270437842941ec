internal import Diagnostics

/// A segment's name in an entry of `hosts`, and the addresses on it.
struct WrittenAttachment: Sendable {
    let segment: Located<String>
    /// Those that were wrong are left out, and have been reported.
    let addresses: [Template]
    /// Whether any was left out.
    let isComplete: Bool
    /// The name, the addresses, and what is between.
    let span: SourceSpan

    /// The attachments of a host's own map: every key that is no setting.
    static func all(of host: YAMLNode, _ diagnostics: inout DiagnosticCollector) -> [WrittenAttachment] {
        guard case .mapping(let entries) = host.content else { return [] }
        return entries.filter { Language.host[$0.key.value] == nil }.map { WrittenAttachment($0, &diagnostics) }
    }

    private init(_ entry: YAMLEntry, _ diagnostics: inout DiagnosticCollector) {
        let items: [YAMLNode] = if case .sequence(let items) = entry.value.content { items } else { [entry.value] }
        self.segment = entry.key
        self.span = entry.span
        self.addresses = items.compactMap { $0.template("an address", &diagnostics) }
        self.isComplete = self.addresses.count == items.count
    }

    private init(segment: Located<String>, addresses: [Template], isComplete: Bool, span: SourceSpan) {
        self.segment = segment
        self.addresses = addresses
        self.isComplete = isComplete
        self.span = span
    }

    /// The attachment with those addresses alone that run in step with the name of the host.
    func inStep(_ steps: InStep, _ diagnostics: inout DiagnosticCollector) -> WrittenAttachment {
        let addresses = self.addresses.compactMap { steps.checked($0, &diagnostics) }
        let isComplete = self.isComplete && addresses.count == self.addresses.count
        return WrittenAttachment(segment: self.segment, addresses: addresses, isComplete: isComplete, span: self.span)
    }
}
