internal import Nftables

extension Interpreter {
    /// What `fib` gives for the packet.
    func routes(_ result: String, _ words: [String]) -> Reading {
        let routing = self.packet.packet.routing
        switch (result, Set(words)) {
        case ("oif", ["saddr", "iif"]), ("oifname", ["saddr", "iif"]):
            return self.reverseInterface
        case ("type", ["saddr"]): return self.type(routing.sourceType, .sourceType)
        case ("type", ["saddr", "iif"]): return self.type(routing.sourceTypeHere, .sourceTypeHere)
        case ("type", ["daddr"]): return self.type(routing.destinationType, .destinationType)
        case ("type", ["daddr", "iif"]): return self.type(routing.destinationTypeHere, .destinationTypeHere)
        default: return .perhapsAbsent
        }
    }

    private func type(_ type: AddressType, _ field: Field) -> Reading {
        self.known(field, UInt128(type.rawValue), .addressType)
    }

    /// The interface that the packet came in by, if its sender is behind it; otherwise none.
    private var reverseInterface: Reading {
        let packet = self.packet.packet
        let name = InterfaceName.value(of: packet.inputInterface ?? "")
        if packet.inputInterface == "lo", packet.outputInterface == nil { return .value(name, .interfaceName) }
        return self.known(.reversePath, packet.routing.hasReversePath ? name : 0, .interfaceName)
    }

    /// Code point and congestion share a byte of the header.
    func trafficClass(_ field: String) -> Reading {
        let packet = self.packet.packet
        return field == "dscp"
            ? self.known(.codePoint, UInt128(packet.codePoint & 0x3F), .codePoint)
            : self.known(.congestion, UInt128(packet.congestion & 3), .congestion)
    }
}
