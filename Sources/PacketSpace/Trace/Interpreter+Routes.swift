internal import Addressing
internal import Nftables

extension Interpreter {
    /// What `fib` gives for the packet.
    func routes(_ result: String, _ words: [String]) -> Reading {
        let routing = self.packet.packet.routing
        if let routes = self.routes, result == "type" { return self.type(words, routes) }
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
        if packet.inputInterface == "lo", packet.outputInterface == nil { return .value(name, .interfaceIndex) }
        if let routes = self.routes { return self.reverseInterface(routes, name) }
        return self.known(.reversePath, packet.routing.hasReversePath ? name : 0, .interfaceIndex)
    }

    // MARK: - With a view of the routes

    private func reverseInterface(_ routes: RoutingView, _ name: UInt128) -> Reading {
        guard self.isKnown(.sourceLow, .sourceHigh) else { return .unknown }
        let place = routes.places.first { self.packet.packet.isSource(in: $0.prefix) }?.place ?? .nowhere
        switch place {
        case .unknown: return .unknown
        case .nowhere: return .value(0, .interfaceIndex)
        case .behind(let other): return .value(other == self.packet.packet.inputInterface ? name : 0, .interfaceIndex)
        }
    }

    private func type(_ words: [String], _ routes: RoutingView) -> Reading {
        let packet = self.packet.packet
        let isOfSource = words.contains("saddr")
        let allowed: Set<Set<String>> = [["saddr"], ["saddr", "iif"], ["daddr"], ["daddr", "iif"]]
        guard allowed.contains(Set(words)) else { return .perhapsAbsent }
        let isKnown =
            isOfSource ? self.isKnown(.sourceLow, .sourceHigh) : self.isKnown(.destinationLow, .destinationHigh)
        guard isKnown else { return .unknown }
        let kind = routes.kinds.first {
            isOfSource ? packet.isSource(in: $0.prefix) : packet.isDestination(in: $0.prefix)
        }
        var type = RoutingView.otherType(of: packet.family)
        switch kind?.kind {
        case .unknown: return .unknown
        case .type(let found, let name):
            let isElsewhere = words.contains("iif") && name != nil && name != packet.inputInterface
            type = isElsewhere ? .unicast : found
        case nil: break
        }
        return .value(UInt128(type.rawValue), .addressType)
    }

    private func isKnown(_ fields: Field...) -> Bool {
        fields.allSatisfy { !self.packet.unknown.contains($0) }
    }

    /// Code point and congestion share a byte of the header.
    func trafficClass(_ field: String) -> Reading {
        let packet = self.packet.packet
        return field == "dscp"
            ? self.known(.codePoint, UInt128(packet.codePoint & 0x3F), .codePoint)
            : self.known(.congestion, UInt128(packet.congestion & 3), .congestion)
    }
}

extension Packet {
    fileprivate func isSource(in prefix: IPPrefix) -> Bool {
        switch (self.addresses, prefix) {
        case (.ipv4(let source, _), .ipv4(let prefix)): prefix.contains(source)
        case (.ipv6(let source, _), .ipv6(let prefix)): prefix.contains(source)
        default: false
        }
    }

    fileprivate func isDestination(in prefix: IPPrefix) -> Bool {
        switch (self.addresses, prefix) {
        case (.ipv4(_, let destination), .ipv4(let prefix)): prefix.contains(destination)
        case (.ipv6(_, let destination), .ipv6(let prefix)): prefix.contains(destination)
        default: false
        }
    }
}
