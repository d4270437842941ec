internal import Addressing
internal import Nftables

/// What the values of an expression mean: how wide they are, and which names stand for them.
enum ValueKind {
    case ipv4Address, ipv6Address, interfaceName
    /// An interface by its number, which nft lists by its name where it has one.
    case interfaceIndex
    case transport, port, tcpFlags
    case icmpType, icmpCode, icmpv6Type, icmpv6Code
    case family, etherType, connectionState, linkKind
    case connectionStatus, direction, addressType, group, codePoint, congestion
    /// Numbers that have no names.
    case number(width: Int)

    /// In bits.
    var width: Int {
        switch self {
        case .ipv4Address: 32
        case .ipv6Address, .interfaceName, .interfaceIndex: 128
        case .transport, .tcpFlags, .icmpType, .icmpCode, .icmpv6Type, .icmpv6Code, .family, .linkKind, .direction: 8
        case .codePoint: 6
        case .congestion: 2
        case .port, .etherType, .connectionStatus: 16
        case .connectionState, .addressType, .group: 32
        case .number(let width): width
        }
    }

    var isOfInterface: Bool {
        switch self {
        case .interfaceName, .interfaceIndex: true
        default: false
        }
    }

    var highest: UInt128 { UInt128.max >> UInt128(128 - self.width) }

    private var symbols: [String: UInt64] {
        switch self {
        case .transport: Symbols.protocols
        case .tcpFlags: Symbols.tcpFlags
        case .icmpType: Symbols.icmpTypes
        case .icmpCode: Symbols.icmpCodes
        case .icmpv6Type: Symbols.icmpv6Types
        case .icmpv6Code: Symbols.icmpv6Codes
        case .family: Symbols.families
        case .etherType: Symbols.etherTypes
        case .linkKind: Symbols.linkKinds
        case .connectionState: Symbols.connectionStates
        case .connectionStatus: Symbols.connectionStatus
        case .direction: Symbols.directions
        case .addressType: Symbols.addressTypes
        case .group: Symbols.groups
        case .codePoint: Symbols.codePoints
        case .congestion: Symbols.congestion
        case .ipv4Address, .ipv6Address, .interfaceName, .interfaceIndex, .port, .number: [:]
        }
    }

    /// The values that a constant stands for; `nil` if the constant is none of this kind, or is a set.
    ///
    /// - Returns: For flags one value, with all their bits.
    func values(of constant: Constant) -> ClosedRange<UInt128>? {
        switch constant {
        case .number(let range):
            if self.isOfInterface { return nil }
            guard UInt128(range.upperBound) <= self.highest else { return nil }
            return UInt128(range.lowerBound)...UInt128(range.upperBound)
        case .ipv4(let range):
            guard case .ipv4Address = self else { return nil }
            return UInt128(range.lowerBound.rawValue)...UInt128(range.upperBound.rawValue)
        case .ipv6(let range):
            guard case .ipv6Address = self else { return nil }
            return range.lowerBound.rawValue...range.upperBound.rawValue
        case .symbol(let name):
            if case .interfaceIndex = self, name.allSatisfy({ $0.isASCII && $0.isNumber }) {
                // Of other numbers nobody knows whose they are, or will be.
                return name == "0" ? InterfaceName.none : nil
            }
            if self.isOfInterface { return InterfaceName.range(of: name) }
            return self.symbols[name].map { UInt128($0)...UInt128($0) }
        case .symbols(let first, let last):
            guard let low = self.symbols[first], let high = self.symbols[last], low <= high else { return nil }
            return UInt128(low)...UInt128(high)
        case .numberPrefix(let number, let length):
            return self.prefix(UInt128(number), length: length)
        case .flags(let flags):
            return self.bits(of: flags)
        case .boolean(let value):
            if self.isOfInterface { return value ? InterfaceName.any : InterfaceName.none }
            return value ? 1...1 : 0...0
        case .everythingElse, .concatenation, .namedSet, .anonymousSet, .unknown:
            return nil
        }
    }

    private func prefix(_ number: UInt128, length: Int) -> ClosedRange<UInt128>? {
        guard length <= self.width, number <= self.highest else { return nil }
        let free = length == self.width ? 0 : self.highest >> UInt128(length)
        // nft 1.0.6 lists `meta mark & 0xffffff00 == 0x101`, which is never so, in this form as well.
        return number & free == 0 ? number...(number | free) : nil
    }

    private func bits(of flags: [Constant]) -> ClosedRange<UInt128>? {
        var bits: UInt128 = 0
        for flag in flags {
            guard let value = self.values(of: flag), value.lowerBound == value.upperBound else { return nil }
            bits |= value.lowerBound
        }
        return bits...bits
    }
}
