internal import Diagnostics

/// What can be said of hosts of one entry before they are expanded: whether their role, settings and segments fit.
struct EntryCheck {
    let host: TopologyFile.Host
    let attachments: [WrittenAttachment]
    /// One element per written attachment; `nil` where the segment is not known.
    let segments: [TopologyFile.Segment?]

    func run(_ plan: HostPlan, _ diagnostics: inout DiagnosticCollector) {
        if self.attachments.isEmpty {
            let message = "host '\(self.host.name.text)' has no address"
            let help = "add the name of a segment and an address on it, such as 'backbone: 10.1.10.51'"
            diagnostics.append(.error(.hostWithoutAddress, message, at: self.host.name.span, help: help))
        }
        guard let role = plan.role else {
            if !plan.hasRole {
                let message = "host '\(self.host.name.text)' has no 'role'"
                let help = "add 'role: validator' or 'role: sentry'"
                diagnostics.append(.error(.missingKey, message, at: self.host.name.span, help: help))
            }
            return
        }
        switch role.value {
        case .validator:
            self.checkHidden(role, &diagnostics)
            self.refuse(["peers"], "only a sentry or a hub has", role, &diagnostics)
        case .relay:
            self.checkPrivate(role, &diagnostics)
            self.refuse(["relays"], "only a validator has", role, &diagnostics)
            self.refuse(["peers"], "only a sentry or a hub has", role, &diagnostics)
        case .sentry, .hub:
            self.checkPublic(role, &diagnostics)
            self.refuse(["sentries"], "only a validator or a relay has", role, &diagnostics)
            self.refuse(["relays"], "only a validator has", role, &diagnostics)
        case .external:
            self.refuse(["sentries", "relays", "peers"], "an external is not ours: it has no", role, &diagnostics)
            self.refuseBlocks(role, &diagnostics)
        }
    }

    private func checkHidden(_ role: Located<Role>, _ diagnostics: inout DiagnosticCollector) {
        let isOnlyPublic = !self.segments.isEmpty && self.segments.allSatisfy { $0?.isPublic == true }
        for (attachment, segment) in zip(self.attachments, self.segments) where segment?.isPublic == true {
            let label = "'\(attachment.segment.value)' is public; its secrecy then rests on the firewall alone"
            let labels = [Diagnostic.Label("this host is a validator", at: role.span)]
            guard !isOnlyPublic else {
                let message = "validator '\(self.host.name.text)' is attached to public segments alone"
                let help = "nothing is wrong with it; a private segment to its sentries would be a second wall"
                diagnostics.append(
                    Diagnostic(
                        .note,
                        .validatorOnPublicOnly,
                        message,
                        at: attachment.span,
                        label: label,
                        labels: labels,
                        help: help
                    )
                )
                return
            }
            diagnostics.append(
                .warning(
                    .validatorOnPublicSegment,
                    "validator '\(self.host.name.text)' is attached to a public segment",
                    at: attachment.span,
                    label: label,
                    labels: labels,
                    help: "remove '\(attachment.segment.value)'; a validator reaches the network through its sentries"
                )
            )
        }
    }

    private func checkPrivate(_ role: Located<Role>, _ diagnostics: inout DiagnosticCollector) {
        for (attachment, segment) in zip(self.attachments, self.segments) where segment?.isPublic == true {
            diagnostics.append(
                .error(
                    .relayOnPublicSegment,
                    "relay '\(self.host.name.text)' is attached to a public segment",
                    at: attachment.span,
                    label: "'\(attachment.segment.value)' is public",
                    labels: [Diagnostic.Label("this host is a relay", at: role.span)],
                    help:
                        "remove '\(attachment.segment.value)'; a relay takes peers, so it must be out of strangers' reach"
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
                "\(role.value.rawValue) '\(self.host.name.text)' is on no public segment",
                at: self.host.name.span,
                labels: [Diagnostic.Label("this host is a \(role.value.rawValue)", at: role.span)],
                help: "add an address on a public segment, or set 'public: true' on one of its segments"
            )
        )
    }

    /// Refuses selections that mean nothing for the role. Inherited ones are passed over: a group's other hosts need them.
    private func refuse(
        _ keys: [String],
        _ reason: String,
        _ role: Located<Role>,
        _ diagnostics: inout DiagnosticCollector
    ) {
        for key in keys {
            guard let entry = self.host.node[key] else { continue }
            diagnostics.append(
                .error(
                    .sentriesOnOtherRole,
                    "\(reason) '\(key)'",
                    at: entry.span,
                    labels: [Diagnostic.Label("this host is a \(role.value.rawValue)", at: role.span)],
                    help: "remove '\(key)'"
                        + (key == "sentries" ? "; a sentry serves the validators that choose it" : "")
                )
            )
        }
    }

    private func refuseBlocks(_ role: Located<Role>, _ diagnostics: inout DiagnosticCollector) {
        for key in Language.blocks.map(\.name) {
            guard let entry = self.host.node[key] else { continue }
            diagnostics.append(
                .error(
                    .settingOfExternal,
                    "an external is not ours: it has no '\(key)'",
                    at: entry.key.span,
                    labels: [Diagnostic.Label("this host is an external", at: role.span)],
                    help: "remove '\(key)'; Picket writes nothing for it"
                )
            )
        }
    }
}
