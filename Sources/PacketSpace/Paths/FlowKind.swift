/// Packets of flows that differ in nothing but addresses and ports, which is all that a wire keeps of them here.
///
/// Of the rest, what both ends of a wire see alike is fixed; what may be otherwise at each end (interfaces, hop limits,
/// lengths, marks) is one of its values, nobody knows which.
package struct FlowKind: Hashable, Sendable {
    package let phase: FlowPhase
    package let family: Family
    /// 6 or 17: a protocol with ports.
    package let transport: UInt8

    package init(_ phase: FlowPhase, _ family: Family, transport: UInt8) {
        precondition(transport == 6 || transport == 17, "protocol \(transport) has no ports that are judged")
        self.phase = phase
        self.family = family
        self.transport = transport
    }

    /// All packets of the kind.
    package func packets(in store: DiagramStore) -> Diagram {
        let flags = self.transport == 6 ? self.phase.flags : nil
        let sets = [
            store.packets(of: self.family), store.packets(ofProtocol: self.transport),
            store.packets(in: self.phase.states),
            flags.map(store.packets(withFlagsOf:)) ?? .everything,
        ]
        return sets.reduce(.everything, store.intersection)
    }

    /// The values that each field may have at a host; addresses and ports may have any.
    ///
    /// What the host's routes say of the addresses is free as well: it differs from host to host.
    func restriction(on journey: Journey) -> Restriction {
        var restriction = Restriction()
        restriction.freeAll(but: Self.ends)
        restriction.set(.family, to: [UInt64(self.family.rawValue)])
        restriction.set(.state, to: self.phase.states.map { UInt64($0.rawValue) })
        restriction.set(.transport, to: [UInt64(self.transport)])
        if self.family == .ipv4 {
            restriction.set(.sourceHigh, to: [0])
            restriction.set(.destinationHigh, to: [0])
            restriction.set(.extensionHeader, to: [0, ExtensionHeader.part.fieldValue])
        }
        if self.transport == 17 {
            restriction.set(.tcpFlags, to: [0])
        } else if let flags = self.phase.flags {
            restriction.set(.tcpFlags, to: flags.map { UInt64($0.rawValue) })
        }
        for field in [Field.icmpType, .icmpCode] { restriction.set(field, to: [0]) }
        // Whoever is on the wire sends to all of it what he likes.
        if journey == .departure { restriction.set(.linkKind, to: [0]) }
        // A connection that does not exist yet has no mark.
        if self.phase != .answering { for field in Field.connectionMark { restriction.set(field, to: [0]) } }
        if journey == .departure {
            restriction.none(.inputHigh, .inputLow)
        } else {
            restriction.wire(.inputHigh, .inputLow)
        }
        if self.phase.states == [.new] { restriction.set(.direction, to: [0]) }
        if journey == .arrival {
            restriction.none(.outputHigh, .outputLow)
        } else {
            restriction.wire(.outputHigh, .outputLow)
        }
        return restriction
    }

    /// The same, of packets that the host's routes say nothing strange of, and with nothing before their transport.
    func honestRestriction(on journey: Journey) -> Restriction {
        var restriction = self.restriction(on: journey)
        let unicast = UInt64(AddressType.unicast.rawValue)
        let local = UInt64(AddressType.local.rawValue)
        restriction.set(.extensionHeader, to: [0])
        restriction.set(.linkKind, to: [0])
        let isSentHere = journey == .departure
        if !isSentHere { restriction.set(.reversePath, to: [1]) }
        restriction.set(.sourceType, to: [isSentHere ? local : unicast])
        restriction.set(.sourceTypeHere, to: [unicast])
        restriction.set(.destinationType, to: [journey == .arrival ? local : unicast])
        // Its own address may be that of another interface.
        restriction.set(.destinationTypeHere, to: journey == .arrival ? [local, unicast] : [unicast])
        return restriction
    }

    /// What a wire keeps.
    private static let ends: Set<Field> = [
        .sourceHigh, .sourceLow, .destinationHigh, .destinationLow, .destinationPort, .sourcePort,
    ]
}
