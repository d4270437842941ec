import Overlay
import Topology

/// A deliberate error in the hosts of a topology: each must be found by the check that is there for it.
package enum Mutation: String, CaseIterable, Sendable {
    /// Public hosts protect nobody, and hidden ones do not say that they hide.
    case unprotected
    /// The public hosts believe that they have more slots.
    case moreSlots = "more-slots"
    /// Hidden hosts redial as slowly as the stock server.
    case slowRedial = "slow-redial"
    /// Public hosts send nobody's votes on.
    case deafRelay = "deaf-relay"
    /// Public hosts send every vote twice.
    case doubleRelay = "double-relay"
    /// Public hosts send votes on whoever signed them.
    case credulousRelay = "credulous-relay"
    /// The firewalls of hidden hosts let them dial strangers.
    case openFirewall = "open-firewall"

    func change(_ configuration: inout Overlay.Configuration, of role: Role) {
        switch self {
        case .unprotected:
            if role.isPublic { configuration.protection = Protection() }
            if role.isHidden { configuration.isPrivate = false }
        case .moreSlots:
            if role.isPublic { configuration.peersMax = 90 }
        case .slowRedial:
            if role.isHidden { configuration.redialProfile = .stock }
        case .deafRelay:
            if role.isPublic { configuration.relayRule = .listed([]) }
        case .credulousRelay:
            if role.isPublic { configuration.relayRule = .everyone }
        case .openFirewall:
            if role.isHidden { configuration.isPrivate = false }
        case .doubleRelay:
            break
        }
    }
}
