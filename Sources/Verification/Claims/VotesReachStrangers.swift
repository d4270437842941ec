package import Addressing
package import Topology

/// What a stranger heard who was the peer of one public server and of nobody else.
package struct VoteObservation: Equatable, Sendable {
    /// A validation that came, signed by a validator's key.
    package struct Vote: Equatable, Sendable {
        package let validator: HostName
        /// From the signing to the stranger, at most: signing times are whole seconds.
        package let age: Duration

        package init(of validator: HostName, age: Duration) {
            self.validator = validator
            self.age = age
        }
    }

    package let vantage: HostName
    package let server: HostName
    package let endpoint: Endpoint
    /// The validators that the links lead from to this server.
    package let expected: [HostName]
    /// The first of each validator.
    package let votes: [Vote]
    /// How long it listened.
    package let listened: Duration
    /// Why it could not listen to the end; `nil` if it could.
    package let failure: String?

    package init(
        vantage: HostName,
        server: HostName,
        endpoint: Endpoint,
        expected: [HostName],
        votes: [Vote],
        listened: Duration,
        failure: String? = nil
    ) {
        self.vantage = vantage
        self.server = server
        self.endpoint = endpoint
        self.expected = expected
        self.votes = votes
        self.listened = listened
        self.failure = failure
    }

    fileprivate var missing: [HostName] {
        self.expected.filter { name in !self.votes.contains { $0.validator == name } }
    }

    fileprivate var subject: String { "\(self.server) (\(self.endpoint))" }
}

extension Claim {
    /// Every validator's validations reach a stranger at every public server that links lead to from the validator.
    ///
    /// - Parameters:
    ///   - validators: All of them; one that no stranger listened for keeps the claim open.
    ///   - observations: What strangers heard.
    package static func votesReachStrangers(_ validators: [HostName], _ observations: [VoteObservation]) -> Claim {
        var violations: [Evidence] = []
        var doubts: [Evidence] = []
        var heard: [Evidence] = []
        for observation in observations {
            for name in observation.missing {
                if let failure = observation.failure {
                    doubts.append(
                        Evidence(from: observation.vantage, "could not listen at \(observation.subject): \(failure)")
                    )
                } else {
                    violations.append(
                        Evidence(
                            from: observation.vantage,
                            "heard no vote of \(name) from \(observation.subject) in \(observation.listened.secondsText)"
                        )
                    )
                }
            }
            for vote in observation.votes {
                heard.append(
                    Evidence(
                        from: observation.vantage,
                        "a validation of \(vote.validator) came from \(observation.subject), at most "
                            + "\(vote.age.secondsText) after it was signed; the signature is that of its validation key"
                    )
                )
            }
        }
        let unheard = validators.filter { name in !observations.contains { $0.expected.contains(name) } }
        return Claim(
            .votesReachStrangers,
            violations: violations,
            doubts: doubts
                + unheard.map {
                    Evidence(from: "the lab", "no stranger can see a public server that \($0) is linked with")
                },
            observations: heard,
            opposite: "a peer of a sentry would wait for a validator's validation in vain"
        )
    }
}

extension Duration {
    /// With two decimals: `1.25 s`.
    var secondsText: String {
        let hundredths = Int(self / .milliseconds(10))
        let fraction = "\(hundredths % 100)"
        return "\(hundredths / 100).\(fraction.count < 2 ? "0" : "")\(fraction) s"
    }
}
