internal import Addressing
package import Compiler

/// One intended link as its two ends report it.
package struct LinkObservation: Equatable, Sendable {
    package enum End: Equatable, Sendable {
        case established
        /// Why it is not.
        case missing(String)
    }

    package let link: Link
    package let dialler: End
    package let listener: End

    package init(link: Link, dialler: End, listener: End) {
        self.link = link
        self.dialler = dialler
        self.listener = listener
    }

    package var isEstablished: Bool { self.dialler == .established && self.listener == .established }
}

extension Claim {
    /// Every intended link is established, seen from both ends.
    package static func linksUp(_ links: [LinkObservation]) -> Claim {
        let broken = links.filter { !$0.isEstablished }
        let complaints = broken.flatMap { observation in
            [(observation.link.dialler, observation.dialler), (observation.link.listener, observation.listener)]
                .compactMap { host, end -> Evidence? in
                    guard case .missing(let reason) = end else { return nil }
                    return Evidence(
                        from: host,
                        "link \(observation.link.dialler) -> \(observation.link.listener): \(reason)"
                    )
                }
        }
        let established = links.filter(\.isEstablished).map {
            Evidence(
                from: "both ends",
                "\($0.link.dialler) -> \($0.link.listener) at \($0.link.endpoint): each lists the other's key"
            )
        }
        return Claim(
            .linksUp,
            violations: complaints,
            doubts: [],
            observations: established,
            opposite: "one end's list of peers would lack the other's node key"
        )
    }
}
