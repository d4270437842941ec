internal import Addressing

extension Box: CustomStringConvertible {
    /// How many values of a field are said before the rest is only counted.
    private static let shownValues = 4

    /// The box in plain words, such as `new IPv4 tcp from 10.0.0.0/8 to port 22`.
    package var description: String {
        let words = [
            self.list(.state) { ConnectionState(rawValue: UInt8($0.lowerBound)).map { "\($0)" } ?? "?" },
            self.list(.family) { $0.lowerBound == 0 ? "IPv4" : "IPv6" },
            self.list(.transport, Self.transport),
            self.interface("in by", .inputHigh, .inputLow),
            self.interface("out by", .outputHigh, .outputLow),
            self.address("from", .sourceHigh, .sourceLow),
            self.labelled("from port", .sourcePort),
            self.address("to", .destinationHigh, .destinationLow),
            self.labelled("to port", .destinationPort),
            self.labelled("flags", .tcpFlags),
            self.labelled("type", .icmpType),
            self.labelled("code", .icmpCode),
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
        let values = field.width <= 3 ? ranges.flatMap { $0.map { $0...$0 } } : ranges
        let words = values.prefix(Self.shownValues).map(word)
        let more = values.count > Self.shownValues ? " and \(values.count - Self.shownValues) more" : ""
        return words.joined(separator: ",") + more
    }

    private func labelled(_ label: String, _ field: Field) -> String? {
        self.list(field, Self.number).map { "\(label) \($0)" }
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

    private func address(_ label: String, _ high: Field, _ low: Field) -> String? {
        let isIPv4 = self.ranges[.family]?.allSatisfy { $0 == 0...0 } ?? false
        if isIPv4 {
            return self.list(low) { Self.ipv4(UInt128($0.lowerBound)...UInt128($0.upperBound)) }.map {
                "\(label) \($0)"
            }
        }
        guard self.ranges[high] != nil || self.ranges[low] != nil else { return nil }
        return "\(label) " + self.wide(high, low, Self.ipv6)
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

    private func interface(_ label: String, _ high: Field, _ low: Field) -> String? {
        guard self.ranges[high] != nil || self.ranges[low] != nil else { return nil }
        return "\(label) "
            + self.wide(high, low) { range in
                let name = InterfaceName.name(of: range.lowerBound) ?? "no interface"
                if range.lowerBound == range.upperBound || range.upperBound - range.lowerBound <= UInt128(UInt64.max) {
                    return name
                }
                return "\(name)…\(InterfaceName.name(of: range.upperBound)?.prefix { $0.isASCII } ?? "")"
            }
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
