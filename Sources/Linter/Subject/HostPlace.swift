internal import Topology

/// Where a mutation may put its fault.
struct HostPlace {
    let contains: (LintHost) -> Bool

    init(_ contains: @escaping (LintHost) -> Bool) {
        self.contains = contains
    }

    static var anywhere: HostPlace { HostPlace { _ in true } }
    static var validator: HostPlace { HostPlace { $0.role == .validator } }
    /// A validator whose private flag the server understands.
    static var privateValidator: HostPlace { HostPlace { $0.role == .validator && $0.facts.isPrivate } }
    static var hidden: HostPlace { HostPlace { $0.role.isHidden } }
    /// A sentry or a hub.
    static var publicServer: HostPlace { HostPlace { $0.role.isPublic } }
    static var otherThanValidator: HostPlace { HostPlace { $0.role != .validator } }
}
