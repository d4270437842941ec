internal import Addressing
internal import Nftables

extension RuleCompiler {
    mutating func translate(_ target: TranslationTarget) -> Step {
        let isSource = target.translation == .source || target.translation == .masquerade
        let portField = isSource ? Field.sourcePort : .destinationPort
        let anyPort = Assignment(portField, .oneOf(0...portField.highest))
        let anyAddress = [
            Assignment(isSource ? .sourceHigh : .destinationHigh, .oneOf(0...UInt64.max)),
            Assignment(isSource ? .sourceLow : .destinationLow, .oneOf(0...UInt64.max)),
        ]
        var branches: [Branch] = [(.always, [])]
        if target.isAutomatic {
            branches = [(.always, anyAddress)]
        } else if let address = target.address {
            branches =
                target.isPlain
                ? self.addresses(address, isSource: isSource, otherwise: anyAddress + [anyPort])
                : [(self.readable(address), anyAddress + [anyPort])]
        }
        if let port = target.port, target.isPlain, case .constant(let constant) = port {
            let value = self.value(of: constant, portField, .port)
            branches = branches.map { ($0.condition, $0.changes + [Assignment(portField, value)]) }
        } else if target.port != nil || isSource {
            // A source port changes where another connection has it already.
            branches = branches.map { ($0.condition, $0.changes + [anyPort]) }
        }
        if let port = target.port { branches = self.restricted(branches, to: self.readable(port)) }
        if self.context.routesMatter { branches = self.forgettingRoutes(branches, isSource: isSource) }
        if target.staysHere {
            let local = Assignment(.destinationType, .constant(UInt64(AddressType.local.rawValue)))
            branches = branches.map { ($0.condition, $0.changes + [local]) }
        } else if !isSource, target.address != nil {
            self.uncertain.append("\(target.translation.rawValue): to this host, or past it to another one")
        }
        if let family = target.family { branches = self.restricted(branches, to: self.reader.packets(of: family)) }
        if target.isAutomatic
            || branches.contains(where: { !$0.condition.isExact || $0.changes.contains(where: \.isVague) })
        {
            self.uncertain.append(target.translation.rawValue)
        }
        return .translate(branches, isSource: isSource, mayFail: target.mayFail)
    }

    func addresses(
        _ expression: Expression,
        isSource: Bool,
        otherwise anything: [Assignment]
    ) -> [Branch] {
        guard let constants = self.constants(of: expression) else {
            return [(self.readable(expression), anything)]
        }
        let high = isSource ? Field.sourceHigh : .destinationHigh
        let low = isSource ? Field.sourceLow : .destinationLow
        return constants.map { constant, condition in
            switch constant {
            case .ipv4(let range):
                let values = UInt64(range.lowerBound.rawValue)...UInt64(range.upperBound.rawValue)
                let value: Assignment.Value =
                    values.lowerBound == values.upperBound ? .constant(values.lowerBound) : .oneOf(values)
                return (condition, [Assignment(low, value)])
            case .ipv6(let range) where range.lowerBound == range.upperBound:
                let value = range.lowerBound.rawValue
                return (
                    condition,
                    [
                        Assignment(high, .constant(UInt64(value >> 64))),
                        Assignment(low, .constant(UInt64(truncatingIfNeeded: value))),
                    ]
                )
            default:
                return (condition, anything)
            }
        }
    }
}

extension TranslationTarget {
    /// To an address that the host has itself.
    var staysHere: Bool { self.translation == .redirect }
}
