internal import Diagnostics

/// The values of a host that run in step with its name; a value that does not is reported and left out.
struct InStep {
    /// One element per written attachment.
    let addresses: [Template?]
    let group: Template?
    let peerPort: Template?
    let selectors: [Template]?
    /// Whether nothing that decides about links was left out.
    let isComplete: Bool

    init(_ host: TopologyFile.Host, _ diagnostics: inout DiagnosticCollector) {
        func checked(_ template: Template?) -> Template? {
            guard let template, let step = template.step, step.value != host.name.step?.value else { return template }
            let name = host.name.step ?? Located(1, at: host.name.span)
            diagnostics.append(Template.lengthsDiffer(step, name))
            return nil
        }
        self.addresses = host.attachments.map { checked($0.address) }
        self.group = checked(host.settings.group)
        self.peerPort = checked(host.settings.peerPort)
        let selectors = host.settings.sentries?.value
        self.selectors = selectors?.compactMap(checked)
        let lostGroup = host.settings.group != nil && self.group == nil
        self.isComplete = !lostGroup && self.selectors?.count == selectors?.count
    }
}
