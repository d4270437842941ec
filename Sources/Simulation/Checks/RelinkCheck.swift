import Addressing
import Overlay
import Topology

/// Watches the links that hidden hosts must have whenever they can stand.
struct RelinkCheck: Sendable {
    private struct Watched: Sendable {
        let dialler: Int
        let listener: Int
        let endpoint: Endpoint
        /// Since when both ends are there and reach each other.
        var clearSince: Duration?
        /// Until when an earlier fault may still be felt.
        var excusedUntil = Duration.zero
    }

    /// What we promise of a peer that is back.
    static let promise = Duration.seconds(5)
    /// A break that nobody is told of: a machine that stopped and came back answers the next ping with a reset.
    static let unnoticedStop = Duration.seconds(16)
    /// A path that forgot its connections: they end by silence, and then the other end may hold on a little longer.
    static let unnoticedSilence = Duration.seconds(77)

    private var links: [Watched]
    private let grace: Duration
    /// The longest time that a link which could stand did not, beyond what excuses it.
    private(set) var longest = Duration.zero

    init(_ cast: Cast, _ scenario: Scenario, longestLatency: Duration) {
        self.links = scenario.topology.links.compactMap { link in
            guard let dialler = cast.positions[link.dialler], let listener = cast.positions[link.listener],
                cast.actors[dialler].kind == .hiddenHost
            else { return nil }
            return Watched(dialler: dialler, listener: listener, endpoint: link.endpoint)
        }
        // The handshake itself, with the answer, and the time between two looks.
        self.grace = Self.promise + longestLatency * (Shore.handshakeTrips + 4) + World.auditInterval
    }

    mutating func disturbed(_ actors: [Int], _ kind: Fault.Kind, now: Duration) {
        let excuse: Duration =
            switch kind {
            case .forget: Self.unnoticedSilence
            case .powerLoss: Self.unnoticedStop
            case .reset, .isolate, .separate, .crash, .wipe, .attack: .zero
            }
        for index in self.links.indices
        where actors.contains(self.links[index].dialler) || actors.contains(self.links[index].listener) {
            self.links[index].excusedUntil = max(self.links[index].excusedUntil, now + excuse)
        }
    }

    /// - Returns: A link that should stand and does not.
    mutating func settle(
        _ survey: Survey,
        _ cuts: Cuts,
        now: Duration
    ) -> (dialler: Int, listener: Int, for: Duration)? {
        for index in self.links.indices {
            let link = self.links[index]
            guard survey.power(of: link.dialler) == .on, survey.power(of: link.listener) == .on,
                cuts.isClear(link.dialler, link.listener)
            else {
                self.links[index].clearSince = nil
                continue
            }
            let isLinked = survey.links(of: link.dialler).contains {
                $0.side == .dialler && $0.endpoint == link.endpoint
            }
            guard !isLinked else {
                self.links[index].clearSince = now
                continue
            }
            let since = link.clearSince ?? now
            self.links[index].clearSince = since
            let missing = now - max(since, link.excusedUntil)
            self.longest = max(self.longest, missing)
            if missing > self.grace { return (link.dialler, link.listener, missing) }
        }
        return nil
    }
}
