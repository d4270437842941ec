internal import Diagnostics

/// The settings of a host, apart from its name and its addresses; each is `nil` where nothing was written.
struct HostSettings: Sendable {
    /// The keys, in the order in which to list them.
    static let keys = ["role", "group", "peer_port", "sentries"]

    private(set) var role: Located<Role>?
    private(set) var group: Template?
    private(set) var peerPort: Template?
    /// Names and globs.
    private(set) var sentries: Located<[Template]>?
    /// Whether a role was written, right or wrong.
    let hasRole: Bool
    /// Whether everything that decides about links could be read.
    private(set) var isComplete = true

    init(_ map: inout MapReader, _ diagnostics: inout DiagnosticCollector) {
        let role = map.take("role")
        self.hasRole = role != nil
        self.role = role?.value.text("a role", &diagnostics).flatMap { Self.role($0, &diagnostics) }
        self.isComplete = self.role != nil
        if let entry = map.take("group") {
            self.group = entry.value.template("the name of a group", &diagnostics)
            self.isComplete = self.isComplete && self.group != nil
        }
        if let entry = map.take("peer_port") {
            self.peerPort = entry.value.template("a port", &diagnostics)
        }
        if let entry = map.take("sentries") {
            let items = entry.value.list(
                of: "host names",
                example: "[sentry-1, sentry-2] or ['sentry-*']",
                &diagnostics
            )
            let selectors = items?.compactMap { $0.template("the name of a host", &diagnostics) }
            self.isComplete = self.isComplete && selectors != nil && selectors?.count == items?.count
            self.sentries = Located(selectors ?? [], at: entry.span)
        }
    }

    private static func role(_ written: Located<String>, _ diagnostics: inout DiagnosticCollector) -> Located<Role>? {
        let supported = [Role.validator, .sentry].map { "'\($0.rawValue)'" }.joined(separator: " or ")
        guard let role = Role(rawValue: written.value) else {
            let guess = diagnostics.suggestion(for: written.value, in: Role.allCases.map(\.rawValue))
            let help = guess.map { "did you mean '\($0)'?" } ?? "write \(supported)"
            diagnostics.append(.error(.unknownRole, "unknown role '\(written.value)'", at: written.span, help: help))
            return nil
        }
        guard role == .validator || role == .sentry else {
            let message = "the role '\(role.rawValue)' is not supported yet"
            diagnostics.append(.error(.roleUnsupported, message, at: written.span, help: "write \(supported)"))
            return nil
        }
        return Located(role, at: written.span)
    }
}
