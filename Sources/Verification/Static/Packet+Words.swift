internal import Addressing
internal import PacketSpace

extension Packet {
    /// Such as "new TCP 203.0.113.9:40000 -> 10.1.10.51:22 entering by eth0".
    var words: String {
        let (source, destination): (String, String) =
            switch self.addresses {
            case .ipv4(let source, let destination): ("\(source)", "\(destination)")
            case .ipv6(let source, let destination): ("[\(source)]", "[\(destination)]")
            }
        let ways = [
            self.inputInterface.map { " entering by \($0)" }, self.outputInterface.map { " leaving by \($0)" },
        ]
        let flow =
            switch self.transport {
            case .tcp(let from, let to, _): "TCP \(source):\(from) -> \(destination):\(to)"
            case .udp(let from, let to): "UDP \(source):\(from) -> \(destination):\(to)"
            case .icmp(let type, let code): "ICMP type \(type) code \(code) \(source) -> \(destination)"
            case .icmpv6(let type, let code): "ICMPv6 type \(type) code \(code) \(source) -> \(destination)"
            case .other(let number): "protocol \(number) \(source) -> \(destination)"
            }
        return "\(self.state) \(flow)" + ways.compactMap(\.self).joined()
    }
}

extension DecisionPoint {
    /// Such as "rule 12 'tcp dport 22 accept' of chain input, table inet picket"; a rule with a known line goes without
    /// the kernel's number for it.
    func words(writtenAt place: String? = nil, accepting isAccepted: Bool = true) -> String {
        let text = self.text(accepting: isAccepted)
        let rule = self.handle.map { place == nil ? "rule \($0) '\(text)'" : "'\(text)'" } ?? text
        return "\(rule) of chain \(self.chain), table \(self.table)" + (place.map { " (\($0))" } ?? "")
    }

    var words: String { self.words() }
}

extension CounterExample {
    /// The packet, and the rule that decided about it.
    func words(blaming rule: BlamedRule?) -> String {
        let verdict = self.path.isAccepted ? "accepted" : "dropped"
        let decider = self.path.blamed.map { point in
            " by \(point.words(writtenAt: rule?.place, accepting: self.path.isAccepted))"
        }
        return "\(self.packet.words) is \(verdict)\(decider ?? ", since no chain sees it")"
    }
}
