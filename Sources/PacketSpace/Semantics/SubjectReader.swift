internal import Nftables

/// Finds out what an expression reads, and of which packets it can be read.
///
/// A listing leaves out what follows from a payload's protocol: `tcp dport 22` is loaded as "protocol is TCP, and
/// bytes 2 and 3 of the transport header are 22". Source: payload dependencies in nft(8); seen with `nft --debug=netlink`.
struct SubjectReader {
    let store: DiagramStore
    let context: RuleContext
    /// What the rule asks for that its listing does not say.
    let unlisted: UnlistedQuestions
    /// It lists a question for the protocol, so that what is not listed may ask for anything else.
    let isOfListedProtocol: Bool
    /// It changes something, perhaps before it asks what is not listed.
    private let mayAskLate: Bool
    /// An earlier expression of the rule reads an IPv6 header, so that nft takes ICMP as it comes.
    private(set) var hasNetworkHeader = false

    init(_ store: DiagramStore, _ context: RuleContext, _ rule: ListedRule) {
        self.store = store
        self.context = context
        self.unlisted = rule.unlisted
        self.isOfListedProtocol = rule.unlisted == .unknown && rule.listsProtocol
        self.mayAskLate = rule.mayAskLate
    }

    /// Notes what a rule's expression says about the network layer, for the expressions that follow it.
    mutating func pass(_ expression: Expression) {
        switch expression {
        case .payload("ip", _), .payload("ip6", _), .meta("nfproto"), .meta("protocol"): self.hasNetworkHeader = true
        case .binary(_, let inner, _): self.pass(inner)
        case .concatenation(let parts): for part in parts { self.pass(part) }
        default: break
        }
    }

    func subject(of expression: Expression) -> Subject {
        switch expression {
        case .meta(let key): self.meta(key)
        case .payload(let header, let field): self.payload(header, field)
        case .connection(let key, let direction): self.connection(key, direction)
        case .binary(let operation, let inner, let constant): self.binary(operation, inner, constant)
        case .routes(let result, let words): self.routes(result, of: words)
        case .concatenation, .map, .constant, .other: .unknown()
        }
    }

    // MARK: - Kinds of expressions

    private func meta(_ key: String) -> Subject {
        switch key {
        case "mark": Subject(.parts(Field.mark, width: 8), .number(width: 32))
        case "length": Subject(.field(.length), .number(width: 32))
        case "l4proto": Subject(.field(.transport), .transport)
        case "pkttype": Subject(.coded(.linkKind, [0, 1, 2, 3]), .linkKind)
        case "nfproto": Subject(.coded(.family, [2, 10]), .family)
        case "protocol": Subject(.coded(.family, [0x0800, 0x86DD]), .etherType)
        case "iif": Subject(.parts([.inputHigh, .inputLow], width: 64), .interfaceIndex)
        case "iifname": Subject(.parts([.inputHigh, .inputLow], width: 64), .interfaceName)
        case "oif": Subject(.parts([.outputHigh, .outputLow], width: 64), .interfaceIndex)
        case "oifname": Subject(.parts([.outputHigh, .outputLow], width: 64), .interfaceName)
        case "iifgroup": self.group(.inputGroup, of: self.store.packets(enteringBy: nil))
        case "oifgroup": self.group(.outputGroup, of: self.store.packets(leavingBy: nil))
        default: .unknown()
        }
    }

    private func payload(_ header: String, _ field: String) -> Subject {
        switch (header, field) {
        case ("ip", "saddr"): Subject(.field(.sourceLow), .ipv4Address, if: self.ipv4)
        case ("ip", "daddr"): Subject(.field(.destinationLow), .ipv4Address, if: self.ipv4)
        case ("ip", "protocol"): Subject(.field(.transport), .transport, if: self.ipv4)
        case ("ip", "ttl"): Subject(.field(.hopLimit), .number(width: 8), if: self.ipv4)
        case ("ip", "id"): Subject(.field(.label), .number(width: 16), if: self.ipv4)
        case ("ip", "length"): self.headerLength
        case ("ip", "version"): Subject(.constant(4), .number(width: 4), if: self.ipv4)
        case ("ip6", "saddr"): Subject(.parts([.sourceHigh, .sourceLow], width: 64), .ipv6Address, if: self.ipv6)
        case ("ip6", "daddr"):
            Subject(.parts([.destinationHigh, .destinationLow], width: 64), .ipv6Address, if: self.ipv6)
        case ("ip6", "hoplimit"): Subject(.field(.hopLimit), .number(width: 8), if: self.ipv6)
        case ("ip6", "flowlabel"): Subject(.field(.label), .number(width: 20), if: self.ipv6)
        case ("ip", "dscp"), ("ip6", "dscp"):
            Subject(.field(.codePoint), .codePoint, if: self.requirement(of: header))
        case ("ip", "ecn"), ("ip6", "ecn"):
            Subject(.field(.congestion), .congestion, if: self.requirement(of: header))
        case ("ip6", "nexthdr"): Subject(.nextHeader, .transport, if: self.ipv6)
        case ("ip6", "version"): Subject(.constant(6), .number(width: 4), if: self.ipv6)
        case ("tcp", "sport"), ("udp", "sport"): self.port(.sourcePort, header)
        case ("tcp", "dport"), ("udp", "dport"): self.port(.destinationPort, header)
        case ("tcp", "flags"):
            Subject(.field(.tcpFlags), .tcpFlags, if: self.unlessPart(self.requirement(of: header)))
        case ("icmp", "type"): Subject(.field(.icmpType), .icmpType, if: self.requirement(of: header))
        case ("icmp", "code"): Subject(.field(.icmpCode), .icmpCode, if: self.requirement(of: header))
        case ("icmpv6", "type"): Subject(.field(.icmpType), .icmpv6Type, if: self.requirement(of: header))
        case ("icmpv6", "code"): Subject(.field(.icmpCode), .icmpv6Code, if: self.requirement(of: header))
        case ("th", "sport"): self.anyPort(.sourcePort)
        case ("th", "dport"): self.anyPort(.destinationPort)
        default: .unknown(if: self.requirement(of: header))
        }
    }

    private func connection(_ key: String, _ direction: String?) -> Subject {
        if self.context.isBeforeTracking { return .unknown() }
        switch key {
        case "state" where direction == nil:
            return Subject(.coded(.state, ConnectionState.allCases.map { UInt128($0.bit) }), .connectionState)
        case "mark" where direction == nil:
            return Subject(.parts(Field.connectionMark, width: 8), .number(width: 32), if: self.tracked)
        case "status" where direction == nil:
            return Subject(.parts(Field.status, width: 8), .connectionStatus, if: self.tracked)
        case "direction" where direction == nil:
            return Subject(.coded(.direction, [0, 1]), .direction, if: self.tracked)
        default:
            return .unknown(if: self.tracked)
        }
    }

    private func binary(_ operation: Expression.Operator, _ inner: Expression, _ constant: Constant) -> Subject {
        var subject = self.subject(of: inner)
        guard let value = self.bits(constant, subject.kind) else { return .unknown(if: subject.requirement) }
        switch operation {
        case .and: subject.transform.and(value)
        case .or: subject.transform.or(value)
        case .xor: subject.transform.xor(value)
        case .shiftLeft, .shiftRight: return .unknown(if: subject.requirement)
        }
        return subject
    }

    /// The one value that a constant stands for.
    private func bits(_ constant: Constant, _ kind: ValueKind) -> UInt128? {
        guard let values = kind.values(of: constant), values.lowerBound == values.upperBound else { return nil }
        return values.lowerBound
    }

    private func port(_ field: Field, _ header: String) -> Subject {
        Subject(.field(field), .port, if: self.requirement(of: header))
    }

    /// `th` reads the same bytes of whatever protocol there is: ports of TCP and UDP, anything of others. It may be asked of a
    /// protocol that nft has no name for.
    private func anyPort(_ field: Field) -> Subject {
        let withPorts = self.store.set(Field.transport.rawValue, in: [6...6, 17...17])
        let vague = self.store.difference(.everything, withPorts)
        let asked: Condition =
            switch self.unlisted {
            case .unknown: Condition(surely: .nothing, possibly: .everything)
            case .known(let questions):
                Condition(
                    surely: self.all(questions),
                    possibly: self.mayAskLate ? .everything : self.all(questions)
                )
            }
        let requirement = self.store.intersection(asked, Condition(surely: withPorts, possibly: .everything))
        var subject = Subject(.field(field), .port, if: requirement)
        subject.vague = vague
        return subject
    }

    // MARK: - Requirements

    func packets(of family: ListedStatement.Family) -> Condition {
        family == .ipv4 ? self.ipv4 : self.ipv6
    }

    var ipv4: Condition { Condition(self.store.set(.family, UInt64(Family.ipv4.rawValue))) }

    private var ipv6: Condition { Condition(self.store.set(.family, UInt64(Family.ipv6.rawValue))) }

    /// Without a connection its properties cannot be read. Source: `nft_ct_get_eval` of the kernel.
    var tracked: Condition {
        let possibly = self.store.packets(in: [.established, .related, .new])
        guard self.context.mayHaveTemplate else { return Condition(possibly) }
        return Condition(surely: self.store.packets(in: [.established, .related]), possibly: possibly)
    }

    func requirement(of header: String) -> Condition {
        switch header {
        case "ip": return self.ipv4
        case "ip6": return self.ipv6
        case "icmp": return self.asked(1, self.transport(1, of: self.ipv4, where: "ip6"))
        case "icmpv6": return self.asked(58, self.transport(58, of: self.ipv6, where: "ip"))
        default:
            guard let number = Symbols.protocols[header], let number = UInt8(exactly: number) else {
                return Condition(surely: .nothing, possibly: .everything)
            }
            return self.asked(number, Condition(self.store.set(.transport, UInt64(number))))
        }
    }

    /// What asks for more than the ports ends its rule where a fragment has no more (`nft_payload_eval` of the kernel).
    private func unlessPart(_ requirement: Condition) -> Condition {
        guard !self.context.seesParts.isEmpty else { return requirement }
        let families = self.context.seesParts.map(self.store.packets(of:)).reduce(.nothing, self.store.union)
        let parts = self.store.intersection(
            families,
            self.store.set(.extensionHeader, ExtensionHeader.part.fieldValue)
        )
        return self.store.intersection(requirement, Condition(self.store.complement(of: parts)))
    }

    /// The packets of a header's protocol, as the rule asks for it: in a table of IPv6 it may ask for the next header or for the
    /// protocol behind all extension headers, and both are listed alike.
    ///
    /// - Parameter transport: The packets of which the protocol, behind everything, is this one.
    private func asked(_ number: UInt8, _ transport: Condition) -> Condition {
        switch self.unlisted {
        case .unknown:
            guard self.context.family == "ip6" else { return transport }
            let direct = self.answers(.nextHeader(number))
            let both = self.store.intersection(transport.surely, direct)
            return Condition(
                surely: self.isOfListedProtocol ? .nothing : both,
                possibly: self.store.union(transport.possibly, direct)
            )
        case .known(let questions):
            let all = Condition(self.all(questions))
            // An extension header is never the protocol behind all of them.
            let isBeforeTransport = questions.contains(.nextHeader(number)) && ExtensionHeader(rawValue: number) != nil
            let asked = isBeforeTransport ? all : self.store.intersection(transport, all)
            guard self.mayAskLate else { return asked }
            let either = self.store.union(transport.possibly, self.answers(.nextHeader(number)))
            return Condition(surely: asked.surely, possibly: either)
        }
    }

    /// The packets that answer every one of some questions with yes.
    private func all(_ questions: [ProtocolQuestion]) -> Diagram {
        questions.reduce(.everything) { self.store.intersection($0, self.answers($1)) }
    }

    /// The packets that answer a question with yes.
    private func answers(_ question: ProtocolQuestion) -> Diagram {
        switch question {
        case .transport(let number):
            return self.store.set(.transport, UInt64(number))
        case .nextHeader(let number):
            let transport = self.store.set(.transport, UInt64(number))
            let headers = ExtensionHeader.allCases.filter { $0.number == number }
            let packets = self.store.packets(withNextHeader: transport, or: headers)
            return self.store.intersection(self.ipv6.possibly, packets)
        }
    }

    /// A protocol that nft ties to its own family, unless the table is of the other family or the rule named one already.
    ///
    /// `meta l4proto icmp icmp type echo-request` is not tied, and is listed just as `icmp type echo-request` is: the
    /// protocol inside the other family matches perhaps.
    private func transport(_ number: UInt64, of family: Condition, where otherFamily: String) -> Condition {
        let transport = Condition(self.store.set(.transport, number))
        if self.hasNetworkHeader || self.context.family == otherFamily { return transport }
        let tied = self.store.intersection(family, transport)
        return Condition(surely: tied.surely, possibly: transport.possibly)
    }
}
