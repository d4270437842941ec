package import Addressing
package import Topology

/// What an outsider got from a sentry.
package struct SentryObservation: Equatable, Sendable {
    package let vantage: HostName
    package let sentry: HostName
    package let endpoint: Endpoint
    /// Why the peer handshake failed; `nil` if it was completed.
    package let handshakeFailure: String?
    /// Why `/crawl` was not answered with 200 and JSON; `nil` if it was.
    package let crawlFailure: String?

    package init(
        vantage: HostName,
        sentry: HostName,
        endpoint: Endpoint,
        handshakeFailure: String?,
        crawlFailure: String?
    ) {
        self.vantage = vantage
        self.sentry = sentry
        self.endpoint = endpoint
        self.handshakeFailure = handshakeFailure
        self.crawlFailure = crawlFailure
    }
}

extension Claim {
    /// An outsider completes a peer handshake with every sentry, and `/crawl` answers.
    package static func sentryReachable(_ sentries: [SentryObservation]) -> Claim {
        Claim(
            .sentryReachable,
            violations: sentries.flatMap { sentry in
                [
                    sentry.handshakeFailure.map { "peer handshake with \(sentry.sentry) (\(sentry.endpoint)): \($0)" },
                    sentry.crawlFailure.map { "/crawl of \(sentry.sentry) (\(sentry.endpoint)): \($0)" },
                ].compactMap(\.self).map { Evidence(from: sentry.vantage, $0) }
            },
            doubts: [],
            observations: sentries.map {
                Evidence(
                    from: $0.vantage,
                    "\($0.sentry) (\($0.endpoint)): handshake completed, its signature is valid; /crawl answers 200 with JSON"
                )
            },
            opposite: "no connection, a refused handshake, a wrong signature, or no JSON"
        )
    }
}
