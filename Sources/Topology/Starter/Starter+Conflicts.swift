internal import Addressing

extension Starter {
    /// What the lab needs on a public segment: a stranger's address, and a second one for an interface too many.
    static let labAddressesInPublic = 2
    /// What the lab needs on a private segment: an intruder's address.
    static let labAddressesInPrivate = 1

    /// What the answers cannot be together, one sentence each; none if the text can be written.
    package var conflicts: [(question: StarterQuestion, sentence: String)] {
        StarterQuestion.allCases.compactMap { question in self.conflict(of: question).map { (question, $0) } }
    }

    /// Why an answer does not go with the answers to earlier questions.
    package func conflict(of question: StarterQuestion) -> String? {
        switch question {
        case .network, .validators, .sentries, .administration: nil
        case .zones:
            self.zones > self.sentries
                ? "\(self.zones) zones need as many sentries, and there are \(self.sentries)" : nil
        case .privatePrefix:
            Self.shortage(
                of: self.privatePrefix,
                hosts: self.validators + self.sentries,
                lab: Self.labAddressesInPrivate,
                for: "validators and sentries"
            )
        case .publicPrefix:
            self.publicPrefix.overlaps(self.privatePrefix)
                ? "\(self.publicPrefix) and \(self.privatePrefix) overlap: strangers would be on the private network"
                : Self.shortage(
                    of: self.publicPrefix,
                    hosts: self.sentries,
                    lab: Self.labAddressesInPublic,
                    for: "sentries"
                )
        }
    }

    private static func shortage(of prefix: IPv4Prefix, hosts: Int, lab: Int, for whom: String) -> String? {
        let size = prefix.hostCount
        guard size < hosts + lab else { return nil }
        return "\(prefix) has addresses for \(size), and \(hosts + lab) are needed: "
            + "\(hosts) for \(whom) and \(lab) for a lab"
    }
}

extension IPv4Prefix {
    /// How many hosts can have an address of it.
    var hostCount: Int {
        Int(self.hostAddresses.upperBound.rawValue) - Int(self.hostAddresses.lowerBound.rawValue) + 1
    }
}
