internal import Addressing

extension Packet: CustomStringConvertible {
    /// The packet in the words of a ``PacketDescription``, with its mark and flags behind them if they are unusual.
    package var description: String {
        var words = ["\(self.state)"]
        let (source, destination): (String, String)
        switch self.addresses {
        case .ipv4(let from, let to):
            words.append("IPv4")
            (source, destination) = ("\(from)", "\(to)")
        case .ipv6(let from, let to):
            words.append("IPv6")
            (source, destination) = ("[\(from)]", "[\(to)]")
        }
        switch self.transport {
        case .tcp(let from, let to, let flags):
            words.append("tcp from \(source):\(from) to \(destination):\(to)")
            if flags != (self.state == .new ? .syn : .ack) { words.append("flags \(flags.rawValue)") }
        case .udp(let from, let to):
            words.append("udp from \(source):\(from) to \(destination):\(to)")
        case .icmp(let type, let code):
            words.append("icmp from \(source) to \(destination) type \(type)\(code == 0 ? "" : " code \(code)")")
        case .icmpv6(let type, let code):
            words.append("icmpv6 from \(source) to \(destination) type \(type)\(code == 0 ? "" : " code \(code)")")
        case .other(let number):
            words.append("protocol \(number) from \(source) to \(destination)")
        }
        if let extensionHeader { words.append("behind \(extensionHeader.words)") }
        if let inputInterface { words.append("in \(inputInterface)") }
        if let outputInterface { words.append("out \(outputInterface)") }
        if self.mark != 0 { words.append("mark 0x\(String(self.mark, radix: 16))") }
        if self.connectionMark != 0 { words.append("ct mark 0x\(String(self.connectionMark, radix: 16))") }
        if self.codePoint != 0 { words.append("dscp \(self.codePoint)") }
        if self.connectionStatus != 0 { words.append("ct status 0x\(String(self.connectionStatus, radix: 16))") }
        if !self.routing.hasReversePath { words.append("without a reverse path") }
        return words.joined(separator: " ")
    }
}
