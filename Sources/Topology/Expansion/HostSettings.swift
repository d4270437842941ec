internal import Diagnostics

/// The settings of the hosts of one entry that have the same role and listed group; each is `nil` where nothing is
/// written, here or farther away.
struct HostSettings: Sendable {
    let role: Located<Role>?
    /// Whether a role was written, right or wrong.
    let hasRole: Bool
    let zone: Template?
    let peerPort: Template?
    let sentries: Selection?
    let relays: Selection?
    let peers: Selection?
    /// Whether everything that decides about links could be read.
    let isComplete: Bool

    /// Takes the settings out of a map; the blocks stay.
    ///
    /// - Parameters:
    ///   - map: Settings of a host, merged, or of one level.
    ///   - role: The role's entry, wherever it is.
    init(_ map: inout MapReader, role: YAMLNode?, _ diagnostics: inout DiagnosticCollector) {
        self.hasRole = role != nil
        self.role = role.flatMap { Self.role($0, &diagnostics) }
        let zone = map.take("zone")
        self.zone = zone?.template(&diagnostics)
        self.peerPort = map.take("peer_port")?.template(&diagnostics)
        self.sentries = map.take("sentries").map { Selection.read($0, &diagnostics) }
        self.relays = map.take("relays").map { Selection.read($0, &diagnostics) }
        self.peers = map.take("peers").map { Selection.read($0, &diagnostics) }
        let selections = [self.sentries, self.relays, self.peers].compactMap(\.self)
        self.isComplete =
            self.role != nil && (zone == nil || self.zone != nil) && selections.allSatisfy(\.isComplete)
    }

    static func role(_ node: YAMLNode, _ diagnostics: inout DiagnosticCollector) -> Located<Role>? {
        node.text("a role", &diagnostics).flatMap { Self.role($0, &diagnostics) }
    }

    static func role(_ written: Located<String>, _ diagnostics: inout DiagnosticCollector) -> Located<Role>? {
        if let role = Role(rawValue: written.value) { return Located(role, at: written.span) }
        let names = Role.allCases.map(\.rawValue)
        let guess = diagnostics.suggestion(for: written.value, in: names)
        let help = guess.map { "did you mean '\($0)'?" } ?? "write " + Self.list(names)
        diagnostics.append(.error(.unknownRole, "unknown role '\(written.value)'", at: written.span, help: help))
        return nil
    }

    private static func list(_ names: [String]) -> String {
        let quoted = names.map { "'\($0)'" }
        return quoted.dropLast().joined(separator: ", ") + " or " + (quoted.last ?? "")
    }
}
