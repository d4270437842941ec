internal import Addressing
internal import Nftables

extension Interpreter {
    /// What the packet becomes; `nil` where the rule ends instead. More than one where nobody knows.
    func mangled(_ target: Expression, _ value: Expression) -> [TracedPacket?] {
        switch target {
        case .meta("mark"): return self.set(.mark0, value)
        case .connection("mark", nil): return self.setConnectionMark(value)
        case .meta("pkttype"): return self.setKind(value)
        case .connection("zone", _):
            return self.values(of: value).flatMap { $0 == nil ? [nil] : self.inAnotherZone }
        case .payload: return self.setPayload(target, value)
        case .meta, .connection:
            if case .constant = value { return [self.packet] }
            return [self.packet, nil]
        case .binary, .concatenation, .routes, .map, .constant, .other: return [self.packet, nil]
        }
    }

    /// Before tracking has seen it: what belongs to a flow of one zone may belong to none of another.
    private var inAnotherZone: [TracedPacket?] {
        guard self.isBeforeTracking else { return [self.withTemplate] }
        return self.packet.packet.state.inAnotherZone.map { state in
            var changed = self.packet
            changed.packet.state = state
            return changed
        }
    }

    /// What tracking has made nothing of counts as new with the template of a zone.
    private var withTemplate: TracedPacket {
        guard [.invalid, .untracked].contains(self.packet.packet.state) else { return self.packet }
        var changed = self.packet
        changed.packet.state = .new
        changed.unknown.formUnion([.connectionMark0, .status0])
        return changed
    }

    /// The values that an expression can give; `nil` for one that nobody knows, and no value where the rule ends.
    private func values(of expression: Expression) -> [UInt128??] {
        switch expression {
        case .constant(let constant):
            return [self.number(constant)]
        case .map(let key, let data):
            return self.lookup(key, data).map { found in
                switch found {
                case .nothing: .none
                case .value(.constant(let constant)): .some(self.number(constant))
                case .value(.verdict), .anything: .some(nil)
                }
            }
        default:
            switch self.read(expression) {
            case .value(let value, _): return [value]
            case .doubtful(let value, _): return [.none, value]
            case .absent: return [.none]
            case .unknown: return [.some(nil)]
            case .perhapsAbsent: return [.none, .some(nil)]
            }
        }
    }

    private func number(_ constant: Constant) -> UInt128? {
        for kind in [ValueKind.number(width: 64), .ipv4Address, .ipv6Address, .linkKind] {
            if let range = kind.values(of: constant), range.lowerBound == range.upperBound { return range.lowerBound }
        }
        return nil
    }

    private func set(_ field: Field, _ expression: Expression) -> [TracedPacket?] {
        self.values(of: expression).map { result in
            guard let value = result else { return nil }
            return self.changed(field, value)
        }
    }

    /// To a kind that there is none of, nothing is set.
    private func setKind(_ expression: Expression) -> [TracedPacket?] {
        self.values(of: expression).map { result in
            guard let value = result else { return nil }
            return self.changed(.linkKind, value.flatMap { $0 <= 3 ? $0 : nil })
        }
    }

    private func setConnectionMark(_ expression: Expression) -> [TracedPacket?] {
        if self.isBeforeTracking { return [self.packet, nil] + self.set(.connectionMark0, expression) }
        switch self.packet.packet.state {
        case .new where self.mayHaveTemplate:
            return [self.packet] + self.set(.connectionMark0, expression)
        case .new, .established, .related:
            return self.set(.connectionMark0, expression)
        case .invalid, .untracked:
            return self.values(of: expression).map { $0 == nil ? nil : self.packet }
        }
    }

    private func changed(_ field: Field, _ value: UInt128?) -> TracedPacket {
        var changed = self.packet
        guard let value else {
            changed.unknown.insert(field)
            return changed
        }
        changed.unknown.remove(field)
        changed.packet.set(field, value)
        return changed
    }

    private func setPayload(_ target: Expression, _ expression: Expression) -> [TracedPacket?] {
        let kind: ValueKind
        var isSure = true
        switch self.read(target) {
        case .value(_, let known): kind = known
        case .doubtful(_, let known): (kind, isSure) = (known, false)
        case .absent: return [nil]
        case .unknown, .perhapsAbsent: return [self.packet, nil]
        }
        guard case .payload(_, let name) = target, let field = Self.field(name) else {
            return isSure ? [self.packet] : [self.packet, nil]
        }
        let values: [UInt128??] =
            if case .constant(let constant) = expression {
                [.some(kind.values(of: constant).map(\.lowerBound))]
            } else {
                self.values(of: expression)
            }
        let results = values.map { result -> TracedPacket? in
            guard let value = result else { return nil }
            var changed = self.changed(field, value)
            changed.forgetRoutes(after: field)
            return changed
        }
        return isSure ? results : results + [nil]
    }

    private static func field(_ name: String) -> Field? {
        switch name {
        case "saddr": .sourceLow
        case "daddr": .destinationLow
        case "sport": .sourcePort
        case "dport": .destinationPort
        case "ttl", "hoplimit": .hopLimit
        case "flags": .tcpFlags
        case "type": .icmpType
        case "code": .icmpCode
        case "dscp": .codePoint
        case "ecn": .congestion
        case "id", "flowlabel": .label
        default: nil
        }
    }

    // MARK: - Translation

    /// Whether the packet is of a family that a statement is for.
    func isOfFamily(_ family: ListedStatement.Family?) -> Bool {
        switch family {
        case .ipv4: self.packet.packet.family == .ipv4
        case .ipv6: self.packet.packet.family == .ipv6
        case nil: true
        }
    }

    /// What the packet becomes; `nil` where the rule ends instead.
    func translated(_ target: TranslationTarget) -> [TracedPacket?] {
        guard self.isOfFamily(target.family) else { return [nil] }
        let translation = target.translation
        let isSource = translation == .source || translation == .masquerade
        let addressField: Field =
            switch (self.packet.packet.family, isSource) {
            case (.ipv4, true): .sourceLow
            case (.ipv4, false): .destinationLow
            case (.ipv6, true): .sourceHigh
            case (.ipv6, false): .destinationHigh
            }
        let portField: Field = isSource ? .sourcePort : .destinationPort
        var results: [UInt128??] = [.some(nil)]
        if let address = target.address, target.isPlain { results = self.values(of: address) }
        if let port = target.port {
            let ports = self.values(of: port)
            if ports.contains(where: { $0 == nil }) {
                results = ports.allSatisfy { $0 == nil } ? [nil] : results + [nil]
            }
        }
        return results.map { result in
            guard let value = result else { return nil }
            var next = self
            if target.isAutomatic || target.address != nil {
                var changed = self.changed(addressField, value)
                changed.forgetRoutes(after: addressField)
                if target.staysHere {
                    changed.unknown.remove(.destinationType)
                    changed.packet.routing.destinationType = .local
                }
                next = self.with(changed)
            }
            if let port = target.port, target.isPlain, case .constant(let constant) = port {
                return next.changed(portField, self.number(constant))
            }
            let mayHavePort = target.port != nil || isSource || (target.address != nil && value == nil)
            return mayHavePort ? next.changed(portField, nil) : next.packet
        }
    }

    private func with(_ packet: TracedPacket) -> Self {
        Self(
            packet: packet,
            family: self.family,
            table: self.table,
            sets: self.sets,
            isBeforeTracking: self.isBeforeTracking,
            mayHaveTemplate: self.mayHaveTemplate,
            routes: self.routes,
            unlisted: self.unlisted,
            isOfListedProtocol: self.isOfListedProtocol,
            mayAskLate: self.mayAskLate,
            earlier: self.earlier
        )
    }
}

extension Packet {
    /// Sets a field that a rule can change.
    fileprivate mutating func set(_ field: Field, _ value: UInt128) {
        switch field {
        case .mark0: self.mark = UInt32(truncatingIfNeeded: value)
        case .connectionMark0: self.connectionMark = UInt32(truncatingIfNeeded: value)
        case .hopLimit: self.hopLimit = UInt8(truncatingIfNeeded: value)
        case .sourceLow, .sourceHigh, .destinationLow, .destinationHigh: self.setAddress(field, value)
        case .sourcePort, .destinationPort: self.setPort(field, UInt16(truncatingIfNeeded: value))
        case .tcpFlags, .icmpType, .icmpCode: self.setDetail(field, UInt8(truncatingIfNeeded: value))
        case .codePoint: self.codePoint = UInt8(truncatingIfNeeded: value)
        case .linkKind: self.linkKind = LinkKind(rawValue: UInt8(truncatingIfNeeded: value)) ?? self.linkKind
        case .congestion: self.congestion = UInt8(truncatingIfNeeded: value)
        case .label: self.label = UInt32(truncatingIfNeeded: value)
        default: preconditionFailure("no rule sets \(field)")
        }
    }

    private mutating func setAddress(_ field: Field, _ value: UInt128) {
        let isSource = field == .sourceLow || field == .sourceHigh
        switch self.addresses {
        case .ipv4(let source, let destination):
            let address = IPv4Address(rawValue: UInt32(truncatingIfNeeded: value))
            self.addresses =
                isSource
                ? .ipv4(source: address, destination: destination) : .ipv4(source: source, destination: address)
        case .ipv6(let source, let destination):
            let address = IPv6Address(rawValue: value)
            self.addresses =
                isSource
                ? .ipv6(source: address, destination: destination) : .ipv6(source: source, destination: address)
        }
    }

    private mutating func setDetail(_ field: Field, _ value: UInt8) {
        switch (self.transport, field) {
        case (.tcp(let source, let destination, _), .tcpFlags):
            self.transport = .tcp(source: source, destination: destination, flags: TCPFlags(rawValue: value))
        case (.icmp(_, let code), .icmpType): self.transport = .icmp(type: value, code: code)
        case (.icmp(let type, _), .icmpCode): self.transport = .icmp(type: type, code: value)
        case (.icmpv6(_, let code), .icmpType): self.transport = .icmpv6(type: value, code: code)
        case (.icmpv6(let type, _), .icmpCode): self.transport = .icmpv6(type: type, code: value)
        default: break
        }
    }

    private mutating func setPort(_ field: Field, _ value: UInt16) {
        switch self.transport {
        case .tcp(let source, let destination, let flags):
            self.transport =
                field == .sourcePort
                ? .tcp(source: value, destination: destination, flags: flags)
                : .tcp(source: source, destination: value, flags: flags)
        case .udp(let source, let destination):
            self.transport =
                field == .sourcePort
                ? .udp(source: value, destination: destination) : .udp(source: source, destination: value)
        case .icmp, .icmpv6, .other:
            break
        }
    }
}
