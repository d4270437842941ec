internal import Addressing

extension Box: CustomStringConvertible {
    /// How many values of a field are said before the rest is only counted.
    private static let shownValues = 4

    /// The box in plain words, such as `new IPv4 tcp from 10.0.0.0/8 to port 22`.
    package var description: String { self.words(AddressNames()) }

    /// The box in plain words, with names for the addresses that have one.
    package func words(_ names: AddressNames) -> String {
        let words = [
            self.list(.state) { ConnectionState(rawValue: UInt8($0.lowerBound)).map { "\($0)" } ?? "?" },
            self.list(.family) { $0.lowerBound == 0 ? "IPv4" : "IPv6" },
            self.list(.transport, Self.transport),
            self.list(.extensionHeader) { ExtensionHeader(fieldValue: $0.lowerBound)?.words ?? "no extension header" }
                .map { "behind \($0)" },
            self.list(.linkKind) { Packet.LinkKind(rawValue: UInt8($0.lowerBound)).map { "link \($0)" } ?? "?" },
            self.interface("in by", .inputHigh, .inputLow),
            self.interface("out by", .outputHigh, .outputLow),
            self.address("from", .sourceHigh, .sourceLow, names),
            self.labelled("from port", .sourcePort),
            self.address("to", .destinationHigh, .destinationLow, names),
            self.labelled("to port", .destinationPort),
            self.labelled("flags", .tcpFlags),
            self.labelled("type", .icmpType),
            self.labelled("code", .icmpCode),
            self.list(.reversePath) { $0.lowerBound == 1 ? "with a reverse path" : "without a reverse path" },
            self.type("from an address of type", .sourceType),
            self.type("from an address of type (at its interface)", .sourceTypeHere),
            self.type("to an address of type", .destinationType),
            self.type("to an address of type (at its interface)", .destinationTypeHere),
            self.labelled("in by group", .inputGroup),
            self.labelled("out by group", .outputGroup),
            self.list(.direction) { $0.lowerBound == 0 ? "original direction" : "reply direction" },
            self.mark("ct status", Field.status),
            self.labelled("dscp", .codePoint),
            self.labelled("ecn", .congestion),
            self.labelled("label", .label),
            self.labelled("hop limit", .hopLimit),
            self.labelled("length", .length),
            self.mark("mark", Field.mark),
            self.mark("ct mark", Field.connectionMark),
        ]
        let text = words.compactMap(\.self).joined(separator: " ")
        return text.isEmpty ? "any packet" : text
    }

    private func list(_ field: Field, _ word: (ClosedRange<UInt64>) -> String) -> String? {
        guard let ranges = self.ranges[field] else { return nil }
        // Fields with few values have a name for each: ranges of them are taken apart.
        if field.width <= 3 { return Self.list(ranges.flatMap { $0.map { $0...$0 } }, word) }
        let others = Self.gaps(between: ranges, upTo: field.highest)
        return others.count < ranges.count ? "any but " + Self.list(others, word) : Self.list(ranges, word)
    }

    private static func list(_ ranges: [ClosedRange<UInt64>], _ word: (ClosedRange<UInt64>) -> String) -> String {
        // A host with several addresses has one name.
        var words: [String] = []
        for word in ranges.lazy.map(word) where !words.contains(word) {
            words.append(word)
            if words.count > Self.shownValues { break }
        }
        guard words.count > self.shownValues else { return words.joined(separator: ",") }
        return words.dropLast().joined(separator: ",") + " and \(ranges.count - self.shownValues) more"
    }

    /// The values that lie in none of some ranges.
    private static func gaps(between ranges: [ClosedRange<UInt64>], upTo highest: UInt64) -> [ClosedRange<UInt64>] {
        var gaps: [ClosedRange<UInt64>] = []
        var next: UInt64 = 0
        for range in ranges {
            if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
            guard range.upperBound < highest else { return gaps }
            next = range.upperBound + 1
        }
        gaps.append(next...highest)
        return gaps
    }

    private func labelled(_ label: String, _ field: Field) -> String? {
        self.list(field, Self.number).map { "\(label) \($0)" }
    }

    private func type(_ label: String, _ field: Field) -> String? {
        guard let ranges = self.ranges[field] else { return nil }
        let words = ranges.flatMap { $0.map { number in AddressType(rawValue: UInt8(number)).map { "\($0)" } ?? "?" } }
        return "\(label) \(words.joined(separator: ","))"
    }

    private static func number(_ range: ClosedRange<UInt64>) -> String {
        range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
    }

    private static func transport(_ range: ClosedRange<UInt64>) -> String {
        switch (range.lowerBound, range.upperBound) {
        case (6, 6): "tcp"
        case (17, 17): "udp"
        case (1, 1): "icmp"
        case (58, 58): "icmpv6"
        default: "protocol \(self.number(range))"
        }
    }

    // MARK: - Values of two fields

    private func address(_ label: String, _ high: Field, _ low: Field, _ names: AddressNames) -> String? {
        if self.isOfIPv4 {
            return self.list(low) {
                let range = UInt128($0.lowerBound)...UInt128($0.upperBound)
                return names.name(of: range, isOfIPv4: true) ?? Self.ipv4(range)
            }.map { "\(label) \($0)" }
        }
        guard self.ranges[high] != nil || self.ranges[low] != nil else { return nil }
        return "\(label) " + self.wide(high, low) { names.name(of: $0, isOfIPv4: false) ?? Self.ipv6($0) }
    }

    private static func ipv4(_ range: ClosedRange<UInt128>) -> String {
        let last = UInt32(min(range.upperBound, UInt128(UInt32.max)))
        let first = UInt32(min(range.lowerBound, UInt128(UInt32.max)))
        let addresses = (IPv4Address(rawValue: first), IPv4Address(rawValue: last))
        if first == last { return "\(addresses.0)" }
        let size = UInt64(last) - UInt64(first) + 1
        let isPrefix = size & (size - 1) == 0 && UInt64(first) % size == 0
        return isPrefix ? "\(addresses.0)/\(32 - size.trailingZeroBitCount)" : "\(addresses.0)-\(addresses.1)"
    }

    private static func ipv6(_ range: ClosedRange<UInt128>) -> String {
        let addresses = (IPv6Address(rawValue: range.lowerBound), IPv6Address(rawValue: range.upperBound))
        if range.lowerBound == range.upperBound { return "\(addresses.0)" }
        let free = range.lowerBound ^ range.upperBound
        let isPrefix = free & (free &+ 1) == 0 && range.lowerBound & free == 0
        return isPrefix ? "\(addresses.0)/\(128 - free.nonzeroBitCount)" : "\(addresses.0)-\(addresses.1)"
    }

    /// Names are told by their first eight bytes, and by all only if more of them matter.
    private func interface(_ label: String, _ high: Field, _ low: Field) -> String? {
        guard let highs = self.ranges[high] else { return nil }
        guard self.ranges[low] == nil else {
            return "\(label) " + self.wide(high, low) { Self.interface($0) }
        }
        let word = { (range: ClosedRange<UInt64>) in
            Self.interface(UInt128(range.lowerBound) << 64...(UInt128(range.upperBound) << 64 | UInt128(UInt64.max)))
        }
        let others = Self.gaps(between: highs, upTo: .max).filter { $0.lowerBound > 0 }
        if others.isEmpty { return "\(label) any interface" }
        return "\(label) "
            + (others.count < highs.count ? "any but \(Self.list(others, word))" : Self.list(highs, word))
    }

    /// A name, or what a range of names has in common.
    private static func interface(_ range: ClosedRange<UInt128>) -> String {
        guard let first = InterfaceName.name(of: range.lowerBound) else { return "no interface" }
        return range == InterfaceName.range(of: first) ? first : "\(first)*"
    }

    /// Values of two fields: every range of the upper half with every one of the lower half.
    private func wide(_ high: Field, _ low: Field, _ word: (ClosedRange<UInt128>) -> String) -> String {
        let highs = self.ranges[high] ?? [0...UInt64.max]
        let lows = self.ranges[low] ?? [0...UInt64.max]
        var words: [String] = []
        for high in highs {
            for low in lows {
                guard words.count < Self.shownValues else { return words.joined(separator: ",") + " and more" }
                let first = UInt128(high.lowerBound) << 64 | UInt128(low.lowerBound)
                let last = UInt128(high.upperBound) << 64 | UInt128(low.upperBound)
                words.append(word(first...last))
            }
        }
        return words.joined(separator: ",")
    }

    private func mark(_ label: String, _ fields: [Field]) -> String? {
        guard fields.contains(where: { self.ranges[$0] != nil }) else { return nil }
        let bytes = fields.map { field in
            self.list(field) { range in
                let digits = { (value: UInt64) in String(value, radix: 16) }
                return range.lowerBound == range.upperBound
                    ? digits(range.lowerBound) : "\(digits(range.lowerBound))-\(digits(range.upperBound))"
            } ?? "*"
        }
        return "\(label) 0x" + bytes.joined(separator: ":")
    }
}
