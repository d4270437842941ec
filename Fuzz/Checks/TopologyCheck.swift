internal import Diagnostics
internal import Topology

/// What must hold when any bytes at all are read as a topology.
package enum TopologyCheck {
    /// Ends the process if something does not hold.
    package static func run(_ bytes: [UInt8]) {
        let reading = Topology.read(bytes: bytes, name: "fuzz.yaml")
        let hasErrors = reading.diagnostics.contains { $0.severity == .error }
        precondition(reading.topology != nil || hasErrors, "no topology, and no error says why")
        for diagnostic in reading.diagnostics {
            precondition(!diagnostic.message.isEmpty, "\(diagnostic.code) has no message")
            for span in [diagnostic.span].compactMap(\.self) + diagnostic.labels.map(\.span) {
                self.check(span, in: reading.source)
            }
        }
        let text = DiagnosticRenderer(color: .never).render(reading.diagnostics, in: reading.source)
        precondition(reading.diagnostics.isEmpty == text.isEmpty, "the rendering does not fit the diagnostics")
        if let topology = reading.topology {
            precondition(!topology.hosts.isEmpty, "a topology without hosts")
            _ = VantagePlan.make(for: topology)
        }
    }

    private static func check(_ span: SourceSpan, in source: SourceFile) {
        precondition(span.start.line >= 1 && span.start.column >= 1, "a place before the file")
        precondition(span.start <= span.end, "a place that ends before it starts")
        precondition(span.start.line <= source.lines.count + 1, "a place behind the file")
    }
}
