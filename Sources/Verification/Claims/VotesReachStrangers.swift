package import Addressing
package import Topology

/// What a stranger heard who was the peer of one public server and of nobody else.
package struct VoteObservation: Equatable, Sendable {
    /// A validation that came, signed by a validator's key.
    package struct Vote: Equatable, Sendable {
        /// What is older does not count: anybody can repeat what was said once. Nodes whose clocks differ by more do not
        /// become peers. Source: skywelld reference §3.5.
        package static let oldest = Duration.seconds(20)
        /// Signing times are whole seconds: so much may one be off, to either side.
        private static let coarseness = Duration.seconds(1)

        package let validator: HostName
        /// From the signing to the stranger, at most; negative if it was signed in the future.
        package let age: Duration
        /// How long there had been a lab when it came.
        package let labAge: Duration

        package init(of validator: HostName, age: Duration, labAge: Duration) {
            self.validator = validator
            self.age = age
            self.labAge = labAge
        }

        /// Whether it was signed lately, and in this lab.
        package var counts: Bool {
            self.age + Self.coarseness >= .zero && self.age <= min(Self.oldest, self.labAge + Self.coarseness)
        }
    }

    package let vantage: HostName
    package let server: HostName
    package let endpoint: Endpoint
    /// The validators that the links lead from to this server.
    package let expected: [HostName]
    /// The first of each validator that counts, and the first that does not.
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
        self.expected.filter { name in !self.votes.contains { $0.validator == name && $0.counts } }
    }

    /// What is said of a vote that came and does not count; empty if none came.
    fileprivate func stale(_ name: HostName) -> String {
        guard let vote = self.votes.first(where: { $0.validator == name && !$0.counts }) else { return "" }
        let when =
            vote.age < .zero
            ? "\((.zero - vote.age).secondsText) in the future" : "\(vote.age.secondsText) before it came"
        return
            "; one came that was signed \(when), and counts only within \(Vote.oldest.secondsText) and since the lab began"
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
                                + observation.stale(name)
                        )
                    )
                }
            }
            for vote in observation.votes where vote.counts {
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
