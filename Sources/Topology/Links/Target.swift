/// What hosts a selection is about.
enum Target: String, CaseIterable, Hashable, Sendable {
    case sentries, relays, peers

    /// The roles that can be chosen.
    var roles: Set<Role> {
        switch self {
        case .sentries: [.sentry]
        case .relays: [.relay]
        case .peers: [.sentry, .hub, .external]
        }
    }

    /// What a chosen host is called.
    var noun: String {
        switch self {
        case .sentries: "sentry"
        case .relays: "relay"
        case .peers: "public server or external"
        }
    }

    /// The keys of `key=value`.
    var keys: [String] {
        switch self {
        case .sentries, .relays: ["group", "zone"]
        case .peers: ["group", "zone", "role"]
        }
    }
}
