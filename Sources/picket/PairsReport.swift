internal import Topology
internal import Verification

/// Which hosts can open a TCP connection to which others, for people and for programs.
struct PairsReport: Encodable {
    static let schemaName = "picket.pairs/1"

    struct Receiver: Encodable {
        let host: String
        let peerPort: ReachAnswer
        /// Of TCP, like the peer port.
        let anyPort: ReachAnswer
    }

    struct Sender: Encodable {
        let host: String
        /// Only those that anything may get to.
        let reaches: [Receiver]
    }

    let schema = Self.schemaName
    let hosts: [String]
    let senders: [Sender]
    /// How many pairs of different hosts there are, and how many of them are not closed.
    let pairs: Int
    let open: Int
    /// Hosts whose rules are not known.
    let unknown: [String]
    /// What is on hosts and not judged, and may change or drop packets.
    let notJudged: [String]
    let assumptions: [String]

    init(_ reach: Reach) {
        let matrix = reach.matrix()
        let hosts = matrix.hosts
        self.hosts = hosts.map(\.description)
        self.senders = hosts.indices.map { sender in
            let receivers = hosts.indices.compactMap { receiver -> Receiver? in
                let anyPort = matrix.toAnyPort(from: sender, to: receiver)
                guard anyPort != .no else { return nil }
                return Receiver(
                    host: hosts[receiver].description,
                    peerPort: matrix.toPeerPort(from: sender, to: receiver),
                    anyPort: anyPort
                )
            }
            return Sender(host: hosts[sender].description, reaches: receivers)
        }
        self.pairs = hosts.count * max(0, hosts.count - 1)
        self.open = self.senders.reduce(0) { $0 + $1.reaches.count }
        self.unknown = reach.unknown.map(\.description)
        self.notJudged = reach.unjudged + reach.unseen
        self.assumptions = Reach.assumptions
    }

    /// How many receivers are named in a line.
    private static let namedReceivers = 12

    func text(_ console: Console) -> String {
        var lines: [String] = []
        for sender in self.senders {
            lines.append(console.style(sender.host, .strong))
            let groups: [(String, [Receiver])] = [
                ("peer port", sender.reaches.filter { $0.peerPort == .yes }),
                ("peer port, maybe", sender.reaches.filter { $0.peerPort == .maybe }),
                ("other ports only", sender.reaches.filter { $0.peerPort == .no && $0.anyPort == .yes }),
                ("other ports only, maybe", sender.reaches.filter { $0.peerPort == .no && $0.anyPort == .maybe }),
            ]
            for (title, receivers) in groups where !receivers.isEmpty {
                let names = receivers.prefix(Self.namedReceivers).map(\.host).joined(separator: ", ")
                let more = receivers.count - Self.namedReceivers
                lines.append("  \(title): \(names)\(more > 0 ? " and \(more) more" : "")")
            }
            if sender.reaches.isEmpty { lines.append("  nobody") }
        }
        lines += self.unknown.map { "not known: the rules of \($0)" }
        lines += self.notJudged.map { "not judged, and may change or drop packets: \($0)" }
        lines.append("pairs: \(self.pairs), of which \(self.pairs - self.open) are closed on every port of TCP")
        return Console.safe(lines.joined(separator: "\n"))
    }
}
