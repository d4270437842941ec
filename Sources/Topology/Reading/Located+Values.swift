internal import Addressing
internal import Diagnostics

/// Reading a text as a value of some type; each reports what is wrong and answers `nil` then.
extension Located<String> {
    /// An address of either family.
    func address(_ diagnostics: inout DiagnosticCollector) -> IPAddress? {
        if let address = IPv4Address(self.value) { return .ipv4(address) }
        if let address = IPv6Address(self.value) { return .ipv6(address) }
        let isIPv6 = self.value.contains(":")
        let isName = !isIPv6 && self.value.unicodeScalars.contains { $0.properties.isAlphabetic }
        let help =
            isIPv6
            ? "write up to eight groups of hexadecimal digits, such as fd00:10::51"
            : isName
                ? "write the address itself; names are never looked up"
                : "write four numbers from 0 to 255 without leading zeros, such as 10.1.10.51"
        let message = "'\(self.value)' is not an \(isIPv6 ? "IPv6" : "IPv4") address"
        diagnostics.append(.error(.badAddress, message, at: self.span, help: help))
        return nil
    }

    /// A prefix of either family.
    func prefix(_ diagnostics: inout DiagnosticCollector) -> IPPrefix? {
        if let prefix = IPv4Prefix(self.value) { return .ipv4(prefix) }
        if let prefix = IPv6Prefix(self.value) { return .ipv6(prefix) }
        let isIPv6 = self.value.contains(":")
        var message = "'\(self.value)' is not an \(isIPv6 ? "IPv6" : "IPv4") prefix"
        var help = "write a network and its length, such as \(isIPv6 ? "fd00:10::/64" : "10.1.10.0/24")"
        if let network = self.network {
            message = "'\(self.value)' is an address inside of a network, not a network"
            help = "write \(network)"
        }
        diagnostics.append(.error(.badPrefix, message, at: self.span, help: help))
        return nil
    }

    /// A prefix of either family, or an address that stands for itself.
    func source(_ diagnostics: inout DiagnosticCollector) -> IPPrefix? {
        if let prefix = IPPrefix(self.value) { return prefix }
        if self.value.contains("/") { return self.prefix(&diagnostics) }
        _ = self.address(&diagnostics)
        return nil
    }

    func port(_ diagnostics: inout DiagnosticCollector) -> Port? {
        if let port = Port(self.value) { return port }
        let help = "write a number from 1 to 65535"
        diagnostics.append(.error(.badPort, "'\(self.value)' is not a port", at: self.span, help: help))
        return nil
    }

    /// A time, such as `20ms`, `1.5s` or `200us`, up to a minute.
    func duration(_ diagnostics: inout DiagnosticCollector) -> Duration? {
        let units: [(suffix: String, nanoseconds: Double)] = [("us", 1e3), ("ms", 1e6), ("s", 1e9)]
        let unit = units.first { self.value.hasSuffix($0.suffix) }
        let digits = unit.map { self.value.dropLast($0.suffix.count) } ?? ""
        let isNumber = digits.utf8.allSatisfy { NameRule.isDigit($0) || $0 == UInt8(ascii: ".") }
        if let unit, isNumber, let last = digits.utf8.last, NameRule.isDigit(last), let number = Double(digits) {
            let nanoseconds = number * unit.nanoseconds
            if nanoseconds <= 60e9 { return .nanoseconds(Int64(nanoseconds + 0.5)) }
        }
        let help = "write a number and 'us', 'ms' or 's', up to 60s, such as 20ms"
        diagnostics.append(.error(.badLatency, "'\(self.value)' is no time", at: self.span, help: help))
        return nil
    }

    /// The network that a prefix with host bits lies in.
    private var network: String? {
        let parts = self.value.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        if let address = IPv4Address(parts[0]), let length = IPv4Prefix("0.0.0.0/\(parts[1])")?.length {
            return IPv4Prefix(address, length: length).description
        }
        if let address = IPv6Address(parts[0]), let length = IPv6Prefix("::/\(parts[1])")?.length {
            return IPv6Prefix(address, length: length).description
        }
        return nil
    }
}
