internal import Addressing
internal import Nftables

/// Reads and compares values of one concrete packet, as the expressions of one rule ask for them.
struct Interpreter {
    /// What an expression gives.
    enum Reading {
        case value(UInt128, ValueKind)
        /// The same, but perhaps the rule asks for something before that this packet does not have.
        case doubtful(UInt128, ValueKind)
        /// The packet has no such value: the rule ends without a match.
        case absent
        case unknown
        /// Unknown, and perhaps absent.
        case perhapsAbsent
    }

    /// What a map gives.
    enum Found {
        case nothing
        case value(MapValue)
        case anything
    }

    let packet: TracedPacket
    /// `ip`, `ip6` or `inet`.
    let family: String
    let table: Int
    let sets: SetTable
    let isBeforeTracking: Bool
    /// Families whose packets may come in fragments.
    let seesParts: Set<Family>
    /// What counts as new may have the template of a zone instead of a connection.
    let mayHaveTemplate: Bool
    let routes: RoutingView?
    /// What the rule asks for that its listing does not say.
    let unlisted: UnlistedQuestions
    /// It lists a question for the protocol, so that what is not listed may ask for anything else.
    let isOfListedProtocol: Bool
    /// It changes something, perhaps before it asks what is not listed.
    let mayAskLate: Bool
    /// The rule's statements before this one.
    let earlier: [ListedStatement]

    // MARK: - Reading

    func read(_ expression: Expression) -> Reading {
        switch expression {
        case .meta(let key): self.meta(key)
        case .payload(let header, let field): self.payload(header, field)
        case .connection(let key, let direction): self.connection(key, direction)
        case .binary(let operation, let inner, let constant): self.binary(operation, self.read(inner), constant)
        case .routes(let result, let words): self.routes(result, words)
        case .concatenation, .map, .constant, .other: .perhapsAbsent
        }
    }

    private func meta(_ key: String) -> Reading {
        let packet = self.packet.packet
        switch key {
        case "mark": return self.known(.mark0, UInt128(packet.mark), .number(width: 32))
        case "length": return self.known(.length, UInt128(packet.length), .number(width: 32))
        case "l4proto": return .value(UInt128(packet.transport.number), .transport)
        case "pkttype": return self.known(.linkKind, UInt128(packet.linkKind.rawValue), .linkKind)
        case "nfproto": return .value(packet.family == .ipv4 ? 2 : 10, .family)
        case "protocol": return .value(packet.family == .ipv4 ? 0x0800 : 0x86DD, .etherType)
        case "iif": return .value(InterfaceName.value(of: packet.inputInterface ?? ""), .interfaceIndex)
        case "iifname": return .value(InterfaceName.value(of: packet.inputInterface ?? ""), .interfaceName)
        case "oif": return .value(InterfaceName.value(of: packet.outputInterface ?? ""), .interfaceIndex)
        case "oifname": return .value(InterfaceName.value(of: packet.outputInterface ?? ""), .interfaceName)
        case "iifgroup":
            return packet.inputInterface == nil ? .absent : .value(UInt128(packet.inputGroup), .group)
        case "oifgroup":
            return packet.outputInterface == nil ? .absent : .value(UInt128(packet.outputGroup), .group)
        default: return .perhapsAbsent
        }
    }

    private func payload(_ header: String, _ field: String) -> Reading {
        let packet = self.packet.packet
        switch header {
        case "ip":
            guard case .ipv4(let source, let destination) = packet.addresses else { return .absent }
            switch field {
            case "saddr": return self.known(.sourceLow, UInt128(source.rawValue), .ipv4Address)
            case "daddr": return self.known(.destinationLow, UInt128(destination.rawValue), .ipv4Address)
            case "protocol": return .value(UInt128(packet.transport.number), .transport)
            case "ttl": return self.known(.hopLimit, UInt128(packet.hopLimit), .number(width: 8))
            case "version": return .value(4, .number(width: 4))
            case "id": return self.known(.label, UInt128(min(packet.label, 0xFFFF)), .number(width: 16))
            case "length":
                // What is longer has no length in its header.
                return packet.length > 0xFFFF
                    ? .unknown : self.known(.length, UInt128(packet.length), .number(width: 16))
            case "dscp", "ecn": return self.trafficClass(field)
            default: return .perhapsAbsent
            }
        case "ip6":
            guard case .ipv6(let source, let destination) = packet.addresses else { return .absent }
            switch field {
            case "saddr": return self.known(.sourceHigh, source.rawValue, .ipv6Address)
            case "daddr": return self.known(.destinationHigh, destination.rawValue, .ipv6Address)
            case "nexthdr": return .value(UInt128(self.nextHeader), .transport)
            case "hoplimit": return self.known(.hopLimit, UInt128(packet.hopLimit), .number(width: 8))
            case "version": return .value(6, .number(width: 4))
            case "flowlabel": return self.known(.label, UInt128(packet.label), .number(width: 20))
            case "dscp", "ecn": return self.trafficClass(field)
            default: return .perhapsAbsent
            }
        default:
            switch self.isOfProtocol(header) {
            case .no: return .absent
            case .yes: return self.transport(header, field)
            case .perhaps: return self.transport(header, field).unless(true)
            }
        }
    }

    /// Its first fragment ends behind the ports.
    private var isPart: Bool {
        self.packet.packet.extensionHeader == .part && self.seesParts.contains(self.packet.packet.family)
    }

    private func transport(_ header: String, _ field: String) -> Reading {
        let transport = self.packet.packet.transport
        switch (header, transport) {
        case ("tcp", .tcp(let source, let destination, let flags)):
            switch field {
            case "sport": return self.known(.sourcePort, UInt128(source), .port)
            case "dport": return self.known(.destinationPort, UInt128(destination), .port)
            case "flags" where self.isPart: return .absent
            case "flags": return .value(UInt128(flags.rawValue), .tcpFlags)
            default: return .perhapsAbsent
            }
        case ("udp", .udp(let source, let destination)), ("th", .udp(let source, let destination)),
            ("th", .tcp(let source, let destination, _)):
            switch field {
            case "sport": return self.known(.sourcePort, UInt128(source), .port)
            case "dport": return self.known(.destinationPort, UInt128(destination), .port)
            default: return .perhapsAbsent
            }
        case ("th", _):
            return .perhapsAbsent
        case ("icmp", .icmp(let type, let code)):
            let isTied = self.packet.packet.family == .ipv4 || self.takesICMPOfAnyFamily
            switch field {
            case "type": return Reading.value(UInt128(type), .icmpType).unless(!isTied)
            case "code": return Reading.value(UInt128(code), .icmpCode).unless(!isTied)
            default: return .perhapsAbsent
            }
        case ("icmpv6", .icmpv6(let type, let code)):
            let isTied = self.packet.packet.family == .ipv6 || self.takesICMPOfAnyFamily
            switch field {
            case "type": return Reading.value(UInt128(type), .icmpv6Type).unless(!isTied)
            case "code": return Reading.value(UInt128(code), .icmpv6Code).unless(!isTied)
            default: return .perhapsAbsent
            }
        default:
            return .perhapsAbsent
        }
    }

    /// nft adds the family to an ICMP match unless the rule, or the table, speaks of one already; see ``SubjectReader``.
    private var takesICMPOfAnyFamily: Bool {
        if self.family != "inet" { return true }
        return self.earlier.contains { statement in
            switch statement {
            case .match(_, let expression, _), .verdictMap(let expression, _): Self.namesFamily(expression)
            default: false
            }
        }
    }

    private static func namesFamily(_ expression: Expression) -> Bool {
        switch expression {
        case .meta(let key): key == "nfproto" || key == "protocol"
        case .payload(let header, _): header == "ip" || header == "ip6"
        case .binary(_, let inner, _): self.namesFamily(inner)
        case .concatenation(let parts): parts.contains(where: self.namesFamily)
        case .connection, .routes, .map, .constant, .other: false
        }
    }

    private var isTracked: Bool {
        switch self.packet.packet.state {
        case .new, .established, .related: true
        case .invalid, .untracked: false
        }
    }

    private func connection(_ key: String, _ direction: String?) -> Reading {
        if self.isBeforeTracking { return .perhapsAbsent }
        if key == "state", direction == nil {
            return .value(UInt128(self.packet.packet.state.bit), .connectionState)
        }
        guard self.isTracked else { return .absent }
        let mayBeAbsent = self.mayHaveTemplate && self.packet.packet.state == .new
        return self.property(key, direction).unless(mayBeAbsent)
    }

    /// Of a connection that there is.
    private func property(_ key: String, _ direction: String?) -> Reading {
        switch key {
        case "mark" where direction == nil:
            self.known(.connectionMark0, UInt128(self.packet.packet.connectionMark), .number(width: 32))
        case "status" where direction == nil:
            self.known(.status0, UInt128(self.packet.packet.connectionStatus), .connectionStatus)
        case "direction" where direction == nil:
            .value(UInt128(self.packet.packet.direction.rawValue), .direction)
        default:
            .perhapsAbsent
        }
    }

    func known(_ field: Field, _ value: UInt128, _ kind: ValueKind) -> Reading {
        self.packet.unknown.contains(field) ? .unknown : .value(value, kind)
    }

    private func binary(_ operation: Expression.Operator, _ left: Reading, _ right: Constant) -> Reading {
        switch left {
        case .value(let value, let kind):
            return Self.apply(operation, value, kind, right).map { .value($0, kind) } ?? .perhapsAbsent
        case .doubtful(let value, let kind):
            return Self.apply(operation, value, kind, right).map { .doubtful($0, kind) } ?? .perhapsAbsent
        case .absent, .unknown, .perhapsAbsent:
            return left
        }
    }

    private static func apply(
        _ operation: Expression.Operator,
        _ value: UInt128,
        _ kind: ValueKind,
        _ right: Constant
    ) -> UInt128? {
        guard let range = kind.values(of: right), range.lowerBound == range.upperBound else { return nil }
        switch operation {
        case .and: return value & range.lowerBound
        case .or: return value | range.lowerBound
        case .xor: return value ^ range.lowerBound
        case .shiftLeft, .shiftRight: return nil
        }
    }

    /// Whether all parts of a key can be read.
    func isReadable(_ key: Expression) -> Answer {
        guard case .concatenation(let parts) = key else {
            switch self.read(key) {
            case .value, .unknown: return .yes
            case .absent: return .no
            case .doubtful, .perhapsAbsent: return .perhaps
            }
        }
        return parts.map(self.isReadable).reduce(.yes) { $0 && $1 }
    }
}
