internal import Addressing
package import Topology

/// One intended link as its two ends report it.
package struct LinkObservation: Equatable, Sendable {
    package enum End: Equatable, Sendable {
        case established
        /// Why it is not, and will not be.
        case missing(String)
        /// Why it is not yet: both nodes run.
        case pending(String)
        /// Why nobody can tell.
        case unknown(String)
    }

    /// Which end opened the connection.
    package enum Dialled: Equatable, Sendable {
        case intended
        /// The listener, which looks for peers of its own.
        case other
    }

    package let link: Link
    package let dialler: End
    package let listener: End
    package let dialled: Dialled

    package init(link: Link, dialler: End, listener: End, dialled: Dialled = .intended) {
        self.link = link
        self.dialler = dialler
        self.listener = listener
        self.dialled = dialled
    }

    /// With nothing left to wait for: an end that is not there is missing.
    var decided: LinkObservation {
        let decide = { (end: End) -> End in
            if case .pending(let reason) = end { .missing(reason) } else { end }
        }
        return LinkObservation(
            link: self.link,
            dialler: decide(self.dialler),
            listener: decide(self.listener),
            dialled: self.dialled
        )
    }

    /// Whether waiting cannot show the link to be up, because nobody can tell.
    var isUnknown: Bool {
        [self.dialler, self.listener].contains { if case .unknown = $0 { true } else { false } }
    }

    package var isEstablished: Bool { self.dialler == .established && self.listener == .established }
}

extension Claim {
    /// Every intended link is established, seen from both ends.
    package static func linksUp(_ links: [LinkObservation]) -> Claim {
        let broken = links.filter { !$0.isEstablished }
        var missing: [Evidence] = []
        var pending: [Evidence] = []
        for observation in broken {
            let subject = "link \(observation.link.dialler) -> \(observation.link.listener)"
            let ends = [
                (observation.link.dialler, observation.dialler), (observation.link.listener, observation.listener),
            ]
            for (host, end) in ends {
                switch end {
                case .established: continue
                case .missing(let reason): missing.append(Evidence(from: host, "\(subject): \(reason)"))
                case .unknown(let reason): pending.append(Evidence(from: host, "\(subject): \(reason)"))
                case .pending(let reason):
                    pending.append(Evidence(from: host, "\(subject), when time was out: \(reason)"))
                }
            }
        }
        let established = links.filter(\.isEstablished).map {
            Evidence(
                from: "both ends",
                "\($0.link.dialler) -> \($0.link.listener) at \($0.link.endpoint): each lists the other's key"
                    + ($0.dialled == .other ? "; \($0.link.listener) dialled first" : "")
            )
        }
        return Claim(
            .linksUp,
            violations: missing,
            doubts: pending,
            observations: established,
            opposite: "one end's list of peers would lack the other's node key"
        )
    }
}
