internal import Addressing
package import Lab
package import Topology

/// A sweep of every TCP port of a host's address, and what the rules counted meanwhile.
package struct SweepObservation: Equatable, Sendable {
    /// How the packets could come to the rules that must stop them.
    package enum Path: Equatable, Sendable {
        /// The vantage is on the target's segment.
        case direct
        /// Through a host that passes on packets, if it lets them.
        case routed(through: HostName)
    }

    package let vantage: HostName
    package let target: HostName
    package let path: Path
    package let report: SynSweep.Report
    /// Packets that the drop counters on the path gained during the sweep, those of all sweeps that share them.
    package let counted: UInt64
    /// Packets that all these sweeps sent and that nothing answered.
    package let expected: UInt64
    /// The peer port is silent because strangers have taken all slots: the rules counted the packet among those refused.
    package let isRefused: Bool

    package init(
        vantage: HostName,
        target: HostName,
        path: Path,
        report: SynSweep.Report,
        counted: UInt64,
        expected: UInt64,
        isRefused: Bool = false
    ) {
        self.vantage = vantage
        self.target = target
        self.path = path
        self.report = report
        self.counted = counted
        self.expected = expected
        self.isRefused = isRefused
    }

    static let allPorts = 65_535

    /// With the answers that an earlier attempt at the same sweep got.
    func adding(_ earlier: [Port: SynSweep.Answer]) -> SweepObservation {
        let report = SynSweep.Report(
            target: self.report.target,
            sent: self.report.sent,
            answers: self.report.answers.merging(earlier) { now, _ in now },
            failure: self.report.failure
        )
        return SweepObservation(
            vantage: self.vantage,
            target: self.target,
            path: self.path,
            report: report,
            counted: self.counted,
            expected: self.expected,
            isRefused: self.isRefused
        )
    }

    /// Why the sweep's silence says nothing; `nil` if it says what it seems to say.
    var doubt: Evidence? {
        if let failure = self.report.failure {
            return Evidence(from: self.vantage, "the sweep of \(self.subject) broke off: \(failure)")
        }
        guard self.report.sent >= Self.allPorts else {
            return Evidence(
                from: self.vantage,
                "only \(self.report.sent) of \(Self.allPorts) SYNs left for \(self.subject)"
            )
        }
        guard self.counted >= self.expected else {
            return Evidence(
                from: self.counter,
                "counted \(self.counted) dropped packets, but \(self.expected) were sent and not answered: "
                    + "some were lost before the rules"
            )
        }
        return nil
    }

    var subject: String { "\(self.target) (\(self.report.target))" }

    /// Where the drops were counted.
    var counter: HostName {
        switch self.path {
        case .direct: self.target
        case .routed(let host): host
        }
    }

    /// The answers as text, at most a few of them.
    func answers(except allowed: Set<Port> = []) -> [String] {
        let answers = self.report.answers.filter { !allowed.contains($0.key) }.sorted { $0.key < $1.key }
        let shown = answers.prefix(5).map { "port \($0.key) answered \($0.value == .accepted ? "SYN-ACK" : "RST")" }
        return shown + (answers.count > 5 ? ["and \(answers.count - 5) more ports"] : [])
    }
}
