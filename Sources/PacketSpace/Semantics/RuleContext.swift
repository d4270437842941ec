/// What is known about a rule from where it stands.
struct RuleContext {
    /// By its number among the judged tables.
    let table: Int
    /// `ip`, `ip6` or `inet`.
    let family: String
    /// The chain comes before connection tracking, so that a packet has no state there yet.
    let isBeforeTracking: Bool
    /// Families of which the chain sees packets in fragments, as nobody has put them together before.
    let seesParts: Set<Family>
    /// What counts as new may have the template of a zone instead of a connection: then newer kernels read nothing of it, and
    /// older ones zeros.
    let mayHaveTemplate: Bool
    /// Rules of the ruleset ask what the routes say of addresses, so that changing one matters.
    let routesMatter: Bool
    /// The host's routes, if the asker knows them.
    let routes: RoutingView?
}
