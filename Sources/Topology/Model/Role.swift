/// What a host is for.
package enum Role: String, CaseIterable, Hashable, Sendable {
    /// Hidden; dials its sentries or relays and is dialled by nobody.
    case validator
    /// Public; forwards for validators.
    case sentry
    /// Public; serves no validator.
    case hub
    /// Private; stands between validators and sentries.
    case relay
    /// A peer that is not ours: a name and an address only.
    case external

    /// Whether strangers have no business with it: its rules let in nothing but its own links and administration.
    package var isHidden: Bool {
        switch self {
        case .validator, .relay: true
        case .sentry, .hub, .external: false
        }
    }

    /// Whether it is a public server of ours, which takes strangers as peers.
    package var isPublic: Bool {
        switch self {
        case .sentry, .hub: true
        case .validator, .relay, .external: false
        }
    }

    /// Whether it is one of our machines, which gets a bundle.
    package var isOurs: Bool { self != .external }
}
