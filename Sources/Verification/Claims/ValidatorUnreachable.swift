package import Addressing
internal import Lab
package import Topology

/// A full attempt to connect to a validator's peer port.
package struct KnockObservation: Equatable, Sendable {
    package let vantage: HostName
    package let target: HostName
    package let endpoint: Endpoint
    package let answer: Answer

    package enum Answer: Equatable, Sendable {
        /// Nothing came back until the time-out.
        case silence
        case answered(String)
        /// The vantage itself could not ask.
        case notAsked(String)
    }

    package init(vantage: HostName, target: HostName, endpoint: Endpoint, answer: Answer) {
        self.vantage = vantage
        self.target = target
        self.endpoint = endpoint
        self.answer = answer
    }
}

extension Claim {
    /// No TCP port of a validator answers anybody, and the drop counters show that it was the rules that kept silent.
    ///
    /// - Parameters:
    ///   - validators: All of them; one that nobody could sweep keeps the claim open.
    ///   - sweeps: Of validators.
    ///   - knocks: On their peer ports.
    ///   - administrators: Vantages whose addresses the topology lets administer. That is a reason, not an excuse: whoever
    ///     gets such an address reaches the validator.
    package static func validatorUnreachable(
        _ validators: [HostName],
        sweeps: [SweepObservation],
        knocks: [KnockObservation],
        administrators: Set<HostName> = []
    ) -> Claim {
        let answered = sweeps.flatMap { sweep in
            let cause =
                administrators.contains(sweep.vantage) ? "; the topology lets this vantage's address administer" : ""
            return sweep.answers().map { Evidence(from: sweep.vantage, "\(sweep.subject): \($0)\(cause)") }
        }
        var opened: [Evidence] = []
        var failed: [Evidence] = []
        var silent: [Evidence] = []
        for knock in knocks {
            let subject = "\(knock.target), handshake with \(knock.endpoint)"
            switch knock.answer {
            case .silence: silent.append(Evidence(from: knock.vantage, "\(subject): no answer"))
            case .answered(let text): opened.append(Evidence(from: knock.vantage, "\(subject): \(text)"))
            case .notAsked(let text): failed.append(Evidence(from: knock.vantage, "\(subject): not asked: \(text)"))
            }
        }
        let unswept = validators.filter { name in !sweeps.contains { $0.target == name && $0.path == .direct } }
        return Claim(
            .validatorUnreachable,
            violations: answered + opened,
            doubts: sweeps.compactMap(\.doubt) + failed
                + unswept.map { Evidence(from: "the lab", "nobody shares a segment with \($0), so nobody could knock") },
            observations: sweeps.map { sweep in
                let counter = sweep.path == .direct ? "its rules" : "the forward rules of \(sweep.counter)"
                return Evidence(
                    from: sweep.vantage,
                    "\(sweep.subject): \(sweep.report.sent) SYNs, no answer; \(counter) counted \(sweep.counted) drops "
                        + "for \(sweep.expected) packets"
                )
            } + silent,
            opposite: "a SYN-ACK or RST from some port, or fewer drops counted than packets sent"
        )
    }
}
