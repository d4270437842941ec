package import Diagnostics
package import Topology

/// Promises of a topology about packets, which no rule can judge: only a proof over all packets settles them.
package enum UnsettledExpectation {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1521"),
        .note,
        "an expectation about packets is not settled",
        cause: "'expect: deny' or 'expect: allow' says which packets get through.",
        reason: "The linter knows servers, not packets; what it cannot settle it must not call true.",
        cure:
            "Nothing is wrong with the file; check it where namespaces are permitted, and with --prove if it has more than 500 hosts."
    )

    /// A note for each promise about packets.
    package static func diagnostics(in topology: Topology) -> [Diagnostic] {
        topology.expectations.compactMap { expectation in
            switch expectation.statement {
            case .deny, .allow:
                .note(
                    self.info.code,
                    "this expectation is about packets, and unsettled",
                    at: expectation.span,
                    label: "neither held nor violated"
                )
            case .hidden, .survives: nil
            }
        }
    }
}
