internal import Nftables

/// Whether a packet is of the protocol that a rule asks for.
extension Interpreter {
    /// The first header behind that of IPv6.
    var nextHeader: UInt8 {
        let packet = self.packet.packet
        return packet.extensionHeader?.number ?? packet.transport.number
    }

    /// Whether a rule that reads a header sees this packet; `th` may be any.
    func isOfProtocol(_ header: String) -> Answer {
        let transport = self.packet.packet.transport.number
        guard header != "th" else {
            guard case .known(let questions) = self.unlisted else { return .perhaps }
            if questions.allSatisfy(self.answersYes) { return .yes }
            return self.mayAskLate ? .perhaps : .no
        }
        guard let known = Symbols.protocols[header], let number = UInt8(exactly: known) else { return .perhaps }
        let isBehindAll = transport == number
        switch self.unlisted {
        case .unknown:
            guard self.family == "ip6" else { return Answer(isBehindAll) }
            let isNext = self.nextHeader == number
            if self.isOfListedProtocol { return isNext || isBehindAll ? .perhaps : .no }
            return isNext == isBehindAll ? Answer(isNext) : .perhaps
        case .known(let questions):
            guard questions.allSatisfy(self.answersYes) else {
                return self.mayAskLate && (isBehindAll || self.answersYes(.nextHeader(number))) ? .perhaps : .no
            }
            // An extension header is never the protocol behind all of them.
            if questions.contains(.nextHeader(number)), ExtensionHeader(rawValue: number) != nil { return .yes }
            return Answer(isBehindAll)
        }
    }

    private func answersYes(_ question: ProtocolQuestion) -> Bool {
        switch question {
        case .nextHeader(let number): self.packet.packet.family == .ipv6 && self.nextHeader == number
        case .transport(let number): self.packet.packet.transport.number == number
        }
    }
}

extension Interpreter.Reading {
    /// Only perhaps so, if the rule may ask for something that the packet does not have.
    func unless(_ mayBeAbsent: Bool) -> Self {
        guard mayBeAbsent else { return self }
        return switch self {
        case .value(let value, let kind): .doubtful(value, kind)
        case .unknown: .perhapsAbsent
        case .doubtful, .absent, .perhapsAbsent: self
        }
    }
}
