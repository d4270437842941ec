internal import Diagnostics

/// What the hosts of one entry share that have the same role and listed group.
///
/// A class, because thousands of hosts point at it; nothing in it changes.
final class HostPlan: Sendable {
    /// A selection whose ranges and lists run in step with the hosts.
    struct Choice: Sendable {
        /// `nil` for the default.
        let items: Stepped<[Located<String>]>?
        let demands: Selection.Demands
        let key: Located<String>
        /// Whether the host says so itself, and did not inherit it.
        let isOwn: Bool
    }

    let role: Located<Role>?
    let hasRole: Bool
    let zone: Template?
    let peerPort: Template?
    let sentries: Choice?
    let relays: Choice?
    let peers: Choice?
    let blocks: HostBlocks
    /// Whether everything that decides about links could be read.
    let isComplete: Bool

    /// - Parameters:
    ///   - settings: What was read, here or farther away.
    ///   - blocks: What was read of the blocks.
    ///   - own: The host's own map.
    ///   - steps: The name that ranges and lists run in step with.
    init(
        _ settings: HostSettings,
        _ blocks: HostBlocks,
        _ own: YAMLNode,
        _ steps: InStep,
        _ diagnostics: inout DiagnosticCollector
    ) {
        self.role = settings.role
        self.hasRole = settings.hasRole
        self.zone = steps.checked(settings.zone, &diagnostics)
        self.peerPort = steps.checked(settings.peerPort, &diagnostics)
        var isComplete = settings.isComplete && (settings.zone == nil || self.zone != nil)
        func choice(_ selection: Selection?) -> Choice? {
            guard let selection else { return nil }
            let items = selection.items ?? []
            let isFine = steps.allFit(items, &diagnostics)
            isComplete = isComplete && isFine
            let texts = Stepped(isFine ? items : []) { index in
                (isFine ? items : []).map { Located($0.text(at: index), at: $0.span) }
            }
            return Choice(
                items: selection.items == nil ? nil : texts,
                demands: selection.demands,
                key: selection.key,
                isOwn: own[selection.key.value]?.key.span == selection.key.span
            )
        }
        self.sentries = choice(settings.sentries)
        self.relays = choice(settings.relays)
        self.peers = choice(settings.peers)
        self.blocks = steps.allFit(blocks.templates, &diagnostics) ? blocks : .none
        self.isComplete = isComplete
    }
}
