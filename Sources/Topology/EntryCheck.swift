internal import Diagnostics

/// What can be said of an entry of `hosts` before it is expanded: whether its role and its segments fit.
struct EntryCheck {
    let host: TopologyFile.Host
    /// One element per written attachment; `nil` where the segment is not known.
    let segments: [TopologyFile.Segment?]

    func run(_ diagnostics: inout DiagnosticCollector) {
        if self.host.attachments.isEmpty {
            let message = "host '\(self.host.name.text)' has no address"
            let help = "add the name of a segment and an address on it, such as 'backbone: 10.1.10.51'"
            diagnostics.append(.error(.hostWithoutAddress, message, at: self.host.name.span, help: help))
        }
        guard let role = self.host.settings.role else {
            if !self.host.settings.hasRole {
                let message = "host '\(self.host.name.text)' has no 'role'"
                let help = "add 'role: validator' or 'role: sentry'"
                diagnostics.append(.error(.missingKey, message, at: self.host.name.span, help: help))
            }
            return
        }
        switch role.value {
        case .validator:
            self.checkHidden(role, &diagnostics)
        case .sentry:
            self.checkPublic(role, &diagnostics)
            self.checkNoSentries(role, &diagnostics)
        case .hub, .relay, .external:
            self.checkNoSentries(role, &diagnostics)
        }
    }

    private func checkHidden(_ role: Located<Role>, _ diagnostics: inout DiagnosticCollector) {
        for (attachment, segment) in zip(self.host.attachments, self.segments) where segment?.isPublic == true {
            diagnostics.append(
                .warning(
                    .validatorOnPublicSegment,
                    "validator '\(self.host.name.text)' is attached to a public segment",
                    at: attachment.span,
                    label: "'\(attachment.segment.value)' is public; its secrecy then rests on the firewall alone",
                    labels: [Diagnostic.Label("this host is a validator", at: role.span)],
                    help: "remove '\(attachment.segment.value)'; a validator reaches the network through its sentries"
                )
            )
        }
    }

    /// Says nothing while a segment is unknown: it could be public.
    private func checkPublic(_ role: Located<Role>, _ diagnostics: inout DiagnosticCollector) {
        guard !self.segments.isEmpty, self.segments.allSatisfy({ $0?.isPublic == false }) else { return }
        diagnostics.append(
            .error(
                .sentryNotPublic,
                "sentry '\(self.host.name.text)' is on no public segment",
                at: self.host.name.span,
                labels: [Diagnostic.Label("this host is a sentry", at: role.span)],
                help: "add an address on a public segment, or set 'public: true' on one of its segments"
            )
        )
    }

    private func checkNoSentries(_ role: Located<Role>, _ diagnostics: inout DiagnosticCollector) {
        guard let sentries = self.host.settings.sentries else { return }
        diagnostics.append(
            .error(
                .sentriesOnOtherRole,
                "only a validator has 'sentries'",
                at: sentries.span,
                labels: [Diagnostic.Label("this host is a \(role.value.rawValue)", at: role.span)],
                help: "remove 'sentries'; a sentry serves the validators that choose it"
            )
        )
    }
}
