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

    /// The values that each field may have at a host; addresses and ports may have any.
    func restriction(on journey: Journey) -> Restriction {
        var restriction = Restriction()
        restriction[.family] = [UInt64(self.family.rawValue)]
        restriction[.state] = self.phase.states.map { UInt64($0.rawValue) }
        restriction[.transport] = [UInt64(self.transport)]
        if self.family == .ipv4 {
            restriction[.sourceHigh] = [0]
            restriction[.destinationHigh] = [0]
        }
        if self.transport == 17 {
            restriction[.tcpFlags] = [0]
        } else if let flags = self.phase.flags {
            restriction[.tcpFlags] = flags.map { UInt64($0.rawValue) }
        } else {
            restriction.free(.tcpFlags)
        }
        for field in [Field.icmpType, .icmpCode, .linkKind] { restriction[field] = [0] }
        for field in [Field.hopLimit, .length] + Field.mark { restriction.free(field) }
        for field in Field.connectionMark {
            // A connection that does not exist yet has no mark.
            if self.phase == .answering { restriction.free(field) } else { restriction[field] = [0] }
        }
        if journey == .departure {
            restriction.none(.inputHigh, .inputLow)
        } else {
            restriction.wire(.inputHigh, .inputLow)
        }
        if journey == .arrival {
            restriction.none(.outputHigh, .outputLow)
        } else {
            restriction.wire(.outputHigh, .outputLow)
        }
        return restriction
    }
}
