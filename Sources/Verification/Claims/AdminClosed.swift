package import Addressing
internal import Lab

extension Claim {
    /// No port of a sentry answers but the peer port, and what the topology opens to the vantage.
    ///
    /// - Parameters:
    ///   - sweeps: Of sentries.
    ///   - open: The ports that may answer a sweep.
    package static func adminClosed(_ sweeps: [SweepObservation], open: (SweepObservation) -> Set<Port>) -> Claim {
        Claim(
            .adminClosed,
            violations: sweeps.flatMap { sweep in
                sweep.answers(except: open(sweep)).map { Evidence(from: sweep.vantage, "\(sweep.subject): \($0)") }
            },
            doubts: sweeps.compactMap(\.doubt)
                + sweeps.filter { $0.report.answers.isEmpty && !$0.isRefused }.map {
                    Evidence(from: $0.vantage, "\($0.subject): not even the open peer port answered")
                },
            observations: sweeps.map { sweep in
                let ports = sweep.report.answers.keys.sorted().map(\.description).joined(separator: ", ")
                let answers =
                    ports.isEmpty
                    ? "no answer, the peer port's neither, all slots of strangers being taken"
                    : "answers from port \(ports) alone"
                return Evidence(
                    from: sweep.vantage,
                    "\(sweep.subject): \(sweep.report.sent) SYNs, \(answers); its rules counted "
                        + "\(sweep.counted) drops for \(sweep.expected) packets"
                )
            },
            opposite: "an answer from another port"
        )
    }
}
