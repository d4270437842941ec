import Addressing
import Compiler
import Files
import Lab
import TestSupport
import Testing
import Topology
import Verification

/// Short ways to write observations.
enum Seen {
    static func host(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> HostName {
        try #require(HostName(name), sourceLocation: sourceLocation)
    }

    static func address(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> IPv4Address {
        try #require(IPv4Address(text), sourceLocation: sourceLocation)
    }

    static func endpoint(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Endpoint {
        try #require(Endpoint(text), sourceLocation: sourceLocation)
    }

    /// A sweep of all ports, all of which were silent and counted, unless said otherwise.
    static func sweep(
        from vantage: String = "intruder",
        of target: String = "validator-1",
        at address: String = "10.1.10.51",
        path: SweepObservation.Path = .direct,
        sent: Int = 65_535,
        answers: [Port: SynSweep.Answer] = [:],
        failure: SystemCallError? = nil,
        counted: UInt64? = nil,
        expected: UInt64? = nil
    ) throws -> SweepObservation {
        let silent = UInt64(sent - answers.count)
        return SweepObservation(
            vantage: try Self.host(vantage),
            target: try Self.host(target),
            path: path,
            report: SynSweep.Report(
                target: try Self.address(address),
                sent: sent,
                answers: answers,
                failure: failure
            ),
            counted: counted ?? silent,
            expected: expected ?? silent
        )
    }
}

extension Claim {
    /// Everything that the evidence says, in one text.
    var texts: String {
        self.evidence.map { "\($0.vantage): \($0.text)" }.joined(separator: "\n")
    }
}
