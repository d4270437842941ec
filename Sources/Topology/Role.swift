/// What a host is for.
package enum Role: String, CaseIterable, Hashable, Sendable {
    /// Hidden; dials its sentries and is dialled by nobody.
    case validator
    /// Public; forwards for validators.
    case sentry
    /// Public; serves no validator.
    case hub
    /// Private; stands between validators and sentries.
    case relay
    /// A peer that is not ours: a name and an address only.
    case external

    /// Whether the language knows the role already.
    var isSupported: Bool {
        switch self {
        case .validator, .sentry: true
        case .hub, .relay, .external: false
        }
    }
}
