package import Topology

/// A host's rules as its kernel lists them.
package struct RulesObservation: Equatable, Sendable {
    package let host: HostName
    /// What the kernel holds of our tables; `nil` if it has none.
    package let inPlace: String?
    /// What a kernel holds that was given the host's artifact and nothing else.
    package let expected: String?

    package init(host: HostName, inPlace: String?, expected: String?) {
        self.host = host
        self.inPlace = inPlace
        self.expected = expected
    }

    /// `nil` if the two agree.
    var difference: String? {
        guard let expected = self.expected else { return "its artifact makes no table inet picket" }
        guard let inPlace = self.inPlace else { return "its kernel has no table inet picket" }
        guard inPlace != expected else { return nil }
        let is_ = inPlace.split(separator: "\n", omittingEmptySubsequences: false)
        let should = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let first = zip(is_, should).first { $0 != $1 }
        return "the rules in its kernel differ from its artifact"
            + (first.map { ": '\($0.trimmed)' instead of '\($1.trimmed)'" } ?? " in length")
    }
}

extension Claim {
    /// Every kernel holds exactly the rules of its host's artifact.
    package static func rulesInPlace(_ hosts: [RulesObservation]) -> Claim {
        Claim(
            .rulesInPlace,
            violations: hosts.compactMap { host in host.difference.map { Evidence(from: host.host, $0) } },
            doubts: [],
            observations: hosts.isEmpty
                ? []
                : [
                    Evidence(
                        from: "the kernels",
                        "\(hosts.count) of \(hosts.count) hold their artifact's rules, read back"
                    )
                ],
            opposite: "a table that is missing, or a line that differs"
        )
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        self.drop { $0 == "\t" || $0 == " " }
    }
}
