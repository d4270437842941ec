package import Addressing

/// Sets of packets by what people say of them. Combine them with ``DiagramStore/intersection(_:_:)``.
extension DiagramStore {
    package func packets(of family: Family) -> Diagram {
        self.set(.family, UInt64(family.rawValue))
    }

    package func packets(from prefix: IPPrefix) -> Diagram {
        self.packets(prefix, high: .sourceHigh, low: .sourceLow)
    }

    package func packets(to prefix: IPPrefix) -> Diagram {
        self.packets(prefix, high: .destinationHigh, low: .destinationLow)
    }

    /// - Parameter number: Of the transport protocol, such as 6 for TCP.
    package func packets(ofProtocol number: UInt8) -> Diagram {
        self.set(.transport, UInt64(number))
    }

    /// Packets of IPv6 whose first header is a transport of some set, or one of some extension headers.
    func packets(withNextHeader transport: Diagram, or headers: [ExtensionHeader]) -> Diagram {
        let direct = self.intersection(transport, self.set(.extensionHeader, 0))
        let behind = headers.map(\.fieldValue).sorted().map { $0...$0 }
        return self.union(direct, self.set(Field.extensionHeader.rawValue, in: behind))
    }

    /// Packets of IPv6 with nothing between its header and the transport, and all packets of IPv4.
    package var packetsWithoutExtensionHeader: Diagram { self.set(.extensionHeader, 0) }

    /// Packets of TCP and UDP to some ports.
    package func packets(toPorts ports: ClosedRange<UInt16>) -> Diagram {
        self.packets(ports, .destinationPort)
    }

    /// Packets of TCP and UDP from some ports.
    package func packets(fromPorts ports: ClosedRange<UInt16>) -> Diagram {
        self.packets(ports, .sourcePort)
    }

    /// Packets of ICMP or ICMPv6 with a type.
    ///
    /// - Parameter family: ICMP for IPv4, ICMPv6 for IPv6.
    package func packets(ofICMPType type: UInt8, _ family: Family) -> Diagram {
        let transport = self.set(.transport, family == .ipv4 ? 1 : 58)
        let all = self.intersection(self.packets(of: family), transport)
        return self.intersection(all, self.set(.icmpType, UInt64(type)))
    }

    package func packets(withHopLimit limit: UInt8) -> Diagram { self.set(.hopLimit, UInt64(limit)) }

    package func packets(in states: [ConnectionState]) -> Diagram {
        self.set(Field.state.rawValue, in: states.map { UInt64($0.rawValue)...UInt64($0.rawValue) })
    }

    /// Packets that may belong to a connection before tracking has seen them, unless they were put in a zone: what the host
    /// sends to itself has its connection since the hook output, and a reset by `reject` has that of what it answers.
    ///
    /// Source: `nf_send_reset` and `nf_conntrack_in` of the kernel.
    var packetsWithConnectionBeforeTracking: Diagram {
        let resets = (UInt64(0)...255).filter { $0 & UInt64(TCPFlags.rst.rawValue) != 0 }.map { $0...$0 }
        let own = self.intersection(self.packets(enteringBy: nil), self.packets(ofProtocol: 6))
        return self.union(
            self.ownPacketsComingBack,
            self.intersection(own, self.set(Field.tcpFlags.rawValue, in: resets))
        )
    }

    /// What comes in and may have been sent by the host itself, with the mark and the connection that it got then: by lo, and copies
    /// of what is for several, by the interface that the packet has left by. Source: `dev_loopback_xmit` of the kernel.
    var ownPacketsComingBack: Diagram {
        let several = self.union(self.packetsToSeveral, self.packets(toAddressOf: .broadcast))
        let copies = self.difference(several, self.packets(ofProtocol: 6))
        return self.union(self.packets(enteringBy: "lo"), self.difference(copies, self.packets(enteringBy: nil)))
    }

    /// Packets to addresses at which several hosts listen.
    var packetsToSeveral: Diagram {
        Packet.addressesOfSeveral.map(self.packets(to:)).reduce(.nothing, self.union)
    }

    /// What the kernel does not pass on: packets without another hop, and those that the link layer brought to others than this host,
    /// unless they are for several.
    ///
    /// Source: `ip_forward`, `ip6_forward` of the kernel.
    var packetsNotPassedOn: Diagram {
        let ofOthers = self.difference(self.packetsOfOtherReceivers, self.packetsToSeveral)
        return self.union(self.set(Field.hopLimit.rawValue, in: [0...1]), ofOthers)
    }

    /// What the kernel does not give to the host's sockets: TCP that the link layer brought to others than this host.
    ///
    /// Source: `tcp_v4_rcv`, `tcp_v6_rcv` of the kernel.
    var packetsNotTaken: Diagram { self.intersection(self.packets(ofProtocol: 6), self.packetsOfOtherReceivers) }

    private var packetsOfOtherReceivers: Diagram {
        self.set(Field.linkKind.rawValue, in: [1...Field.linkKind.highest])
    }

    /// What may begin something, in the states that connection tracking gives it: of ICMP only questions are new, of TCP only
    /// what asks for a connection or acknowledges, of SCTP, DCCP and GRE what their headers say, which nobody knows here. Whatever else
    /// there is of these is invalid, or, of ICMPv6 between neighbours, left alone.
    ///
    /// Source: `icmp_pkt_to_tuple`'s `valid_new`, `nf_conntrack_icmpv6_error`'s `noct_valid_new`, `sctp_new`, `dccp_new`,
    /// `gre_pkt_to_tuple`; of TCP see ``TCPFlags``.
    var beginningPackets: Diagram {
        let questions = self.union(self.icmp([8, 13, 15, 17], .ipv4), self.icmp([128, 139], .ipv6))
        let untied = self.untiedMessages
        let messages = self.union(self.packets(ofProtocol: 1), self.packets(ofProtocol: 58))
        let (new, invalid) = (self.packets(in: [.new]), self.packets(in: [.invalid]))
        let ofMessages = self.choose(questions, new, self.choose(untied, self.packets(in: [.untracked]), invalid))
        let unknown = self.union(self.packets(withFlagsOf: TCPFlags.ofTakenUp), self.transportsOfOwnStates)
        // A machine may have been told not to take up what has begun before (`nf_conntrack_tcp_loose`).
        let ofUnknown = self.choose(unknown, self.union(new, invalid), new)
        let ofHidden = self.union(ofUnknown, self.union(invalid, self.packets(in: [.untracked])))
        let begun = self.union(self.packets(withFlagsOf: TCPFlags.ofTakenUp), self.packets(withFlagsOf: TCPFlags.ofNew))
        let strange = self.difference(self.packets(ofProtocol: 6), begun)
        let others = self.choose(self.hiddenTransports, ofHidden, ofUnknown)
        return self.choose(messages, ofMessages, self.choose(strange, invalid, others))
    }

    /// Of these, what somebody sends who opens a connection, and of what has none all the same.
    var openingPackets: Diagram {
        let orderly = self.choose(
            self.packets(ofProtocol: 6),
            self.packets(withFlagsOf: TCPFlags.ofOpenings),
            self.choose(self.transportsOfOwnStates, self.packets(in: [.new]), .everything)
        )
        return self.intersection(self.beginningPackets, orderly)
    }

    /// What no hook has seen: what is new goes the way of its connection, which has no mark yet; but for what the host has sent
    /// itself, which has been through other hooks before.
    var packetsWithoutHistory: Diagram {
        let unmarked = Field.connectionMark.map { self.set($0, 0) }
        let first = unmarked.reduce(self.set(.direction, UInt64(Packet.Direction.original.rawValue)), self.intersection)
        let others = self.union(self.complement(of: self.packets(in: [.new])), self.ownPacketsComingBack)
        return self.union(others, first)
    }

    /// Packets of connections that nobody has translated. Source: `IPS_SRC_NAT` and `IPS_DST_NAT` of the kernel.
    var packetsWithoutTranslation: Diagram {
        let plain = (UInt64(0)...255).filter { $0 & 0x30 == 0 }.map { $0...$0 }
        return self.set(Field.status0.rawValue, in: plain)
    }

    /// SCTP, DCCP and GRE: connection tracking looks into their headers.
    private var transportsOfOwnStates: Diagram {
        [132, 33, 47].map { self.packets(ofProtocol: $0) }.reduce(.nothing, self.union)
    }

    /// What stands behind an authentication header, and what says that nothing does: connection tracking looks on, and rules do not.
    /// Source: `ipv6_ext_hdr` and `ipv6_skip_exthdr` of the kernel.
    private var hiddenTransports: Diagram { self.union(self.packets(ofProtocol: 51), self.packets(ofProtocol: 59)) }

    /// ICMPv6 between neighbours. What a host sends of it has at postrouting the interface that it leaves by as the one that it came
    /// in by. Source: `ndisc_alloc_skb`, `mld_newpack`, `ip6_output` of the kernel.
    var messagesBetweenNeighbours: Diagram { self.union(self.untiedMessages, self.icmp([137], .ipv6)) }

    /// Of these, what connection tracking leaves alone.
    private var untiedMessages: Diagram { self.icmp([130, 131, 132, 133, 134, 135, 136, 143], .ipv6) }

    private func icmp(_ types: [UInt8], _ family: Family) -> Diagram {
        types.map { self.packets(ofICMPType: $0, family) }.reduce(.nothing, self.union)
    }

    /// TCP packets with these flags and no others.
    package func packets(withFlags flags: TCPFlags) -> Diagram {
        self.intersection(self.packets(ofProtocol: 6), self.set(.tcpFlags, UInt64(flags.rawValue)))
    }

    /// TCP packets with one of some combinations of flags.
    package func packets(withFlagsOf combinations: [TCPFlags]) -> Diagram {
        let values = combinations.map { UInt64($0.rawValue)...UInt64($0.rawValue) }
        return self.intersection(self.packets(ofProtocol: 6), self.set(Field.tcpFlags.rawValue, in: values))
    }

    /// TCP packets with all of some flags and none of others.
    package func packets(with flags: TCPFlags = [], without others: TCPFlags) -> Diagram {
        let values = (UInt8.min...UInt8.max).lazy.map { TCPFlags(rawValue: $0) }
            .filter { $0.isSuperset(of: flags) && $0.isDisjoint(with: others) }
        return self.intersection(
            self.packets(ofProtocol: 6),
            self.set(Field.tcpFlags.rawValue, in: values.map { UInt64($0.rawValue)...UInt64($0.rawValue) })
        )
    }

    /// - Parameter pattern: A name, a name's start and `*`, or `nil` for packets that came in by no interface.
    package func packets(enteringBy pattern: String?) -> Diagram {
        self.packets(pattern, [.inputHigh, .inputLow])
    }

    /// - Parameter pattern: A name, a name's start and `*`, or `nil` for packets that go out by no interface.
    package func packets(leavingBy pattern: String?) -> Diagram {
        self.packets(pattern, [.outputHigh, .outputLow])
    }

    /// Packets whose sender the host would answer by the interface that they came in by, or would not: what
    /// `fib saddr . iif oif` asks. Packets from a segment that come in by its interface have such a path.
    package func packets(withReversePath exists: Bool) -> Diagram {
        self.set(.reversePath, exists ? 1 : 0)
    }

    /// Packets to an address of a kind, in the eyes of the host's routes, whichever of its interfaces it is at.
    ///
    /// For IPv4 the host's own address is ``AddressType/local`` here, and at the packet's own interface either that or
    /// unicast: the address may be another interface's.
    package func packets(toAddressOf type: AddressType) -> Diagram {
        self.set(.destinationType, UInt64(type.rawValue))
    }

    /// Packets to an address of a kind, in the eyes of those routes alone that lead to the interface they came in by.
    package func packets(toAddressHereOf type: AddressType) -> Diagram {
        self.set(.destinationTypeHere, UInt64(type.rawValue))
    }

    /// Packets from an address of a kind, in the eyes of the host's routes.
    package func packets(fromAddressOf type: AddressType) -> Diagram {
        self.set(.sourceType, UInt64(type.rawValue))
    }

    /// Packets that routes say nothing strange of: from somebody whom the host would answer by the same interface, and
    /// whose address is neither the host's own nor everybody's.
    package var honestlyRouted: Diagram {
        let sources = [Field.sourceType, .sourceTypeHere].map { self.set($0, UInt64(AddressType.unicast.rawValue)) }
        return sources.reduce(self.packets(withReversePath: true)) { self.intersection($0, $1) }
    }

    package func complement(of set: Diagram) -> Diagram {
        self.difference(.everything, set)
    }

    /// What can come to a hook at all: interfaces are there, or not, as the hook has them.
    package func packets(at hook: Hook) -> Diagram {
        if let known = self.packetsAtHooks[hook] { return known }
        let packets = self.possiblePackets(at: hook)
        self.packetsAtHooks[hook] = packets
        return packets
    }

    private func possiblePackets(at hook: Hook) -> Diagram {
        let input = self.packets(enteringBy: nil)
        let output = self.packets(leavingBy: nil)
        switch hook {
        case .prerouting, .input: return self.difference(output, input)
        case .forward: return self.complement(of: self.union(input, output))
        case .output: return self.difference(input, output)
        // Packets of others keep their input interface here on newer kernels only.
        case .postrouting: return self.complement(of: output)
        }
    }

    private func packets(_ prefix: IPPrefix, high: Field, low: Field) -> Diagram {
        switch prefix {
        case .ipv4(let prefix):
            let range = UInt128(prefix.network.rawValue)...UInt128(prefix.last.rawValue)
            let values = ConditionBuilder.folded(range, low, .ipv4Address)
            return self.intersection(self.packets(of: .ipv4), self.set(low.rawValue, in: [values]))
        case .ipv6(let prefix):
            let fields = [high.rawValue, low.rawValue][...]
            let addresses = self.set(fields, width: 64, in: [prefix.network.rawValue...prefix.last.rawValue])
            return self.intersection(self.packets(of: .ipv6), addresses)
        }
    }

    private func packets(_ ports: ClosedRange<UInt16>, _ field: Field) -> Diagram {
        let withPorts = self.set(Field.transport.rawValue, in: [6...6, 17...17])
        let range = UInt64(ports.lowerBound)...UInt64(ports.upperBound)
        return self.intersection(withPorts, self.set(field.rawValue, in: [range]))
    }

    private func packets(_ pattern: String?, _ fields: [Field]) -> Diagram {
        let range = InterfaceName.range(of: pattern ?? "")
        return self.set(fields.map(\.rawValue)[...], width: 64, in: [range])
    }
}
