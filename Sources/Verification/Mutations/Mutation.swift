/// A deliberate fault that at least one claim must catch, or a change that looks like one and must not alarm.
package enum Mutation: String, CaseIterable, Sendable, CustomStringConvertible {
    case noPeerPrivate = "no-peer-private"
    case openValidator = "open-validator"
    case missingRuleset = "missing-ruleset"
    case noEgressRule = "no-egress-rule"
    case sentryDown = "sentry-down"
    case adminOpen = "admin-open"
    case unprotected
    case votesStop = "votes-stop"
    case foreignAccept = "foreign-accept"
    case extraInterface = "extra-interface"

    package var description: String { self.rawValue }

    /// The claim that must end violated; `nil` if every claim must still hold.
    package var caughtBy: Claim.ID? {
        switch self {
        case .noPeerPrivate, .unprotected: .validatorHidden
        case .openValidator, .missingRuleset: .validatorUnreachable
        case .noEgressRule: .validatorConfined
        case .sentryDown: .sentryReachable
        case .adminOpen: .adminClosed
        case .votesStop: .votesReachStrangers
        case .foreignAccept, .extraInterface: nil
        }
    }

    /// What is done, in at most 60 characters.
    package var summary: String {
        switch self {
        case .noPeerPrivate: "peer_private is removed from a validator's skywelld.cfg"
        case .openValidator: "a validator's ruleset accepts the peer port"
        case .missingRuleset: "a validator's ruleset is never loaded"
        case .noEgressRule: "a validator's ruleset lets everything out"
        case .sentryDown: "a sentry's node is not started"
        case .adminOpen: "a sentry's ruleset accepts port 5050 from anywhere"
        case .unprotected: "a sentry's node is not told whom to protect"
        case .votesStop: "[validators] of a sentry's skywelld.cfg names nobody"
        case .foreignAccept: "harmless: another table accepts everything, and earlier"
        case .extraInterface: "harmless: a validator has an undeclared public address"
        }
    }
}
