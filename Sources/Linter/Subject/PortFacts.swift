internal import Addressing
internal import Skywelld

/// A port section, with what `[server]` says for all of them.
package struct PortFacts: Hashable, Sendable {
    /// A value and where it stands.
    struct Value: Hashable, Sendable {
        let text: String
        let line: Int
    }

    package let name: String
    /// The line of the section's header.
    package let line: Int
    private let values: [String: Value]
    /// In lower case, as one of the generations reads them.
    let protocols: [String]

    init(_ section: ConfigurationFile.Section, defaults: [ConfigurationFile.KeyValue]) {
        self.name = section.name
        self.line = section.headers.first ?? 1
        var values: [String: Value] = [:]
        for entry in defaults + section.keyValues {
            values[entry.key] = Value(text: entry.value, line: entry.line)
        }
        self.values = values
        self.protocols = (values["protocol"]?.text ?? "").split(separator: ",").map { item in
            item.filter { !$0.isWhitespace }.lowercased()
        }
    }

    subscript(key: String) -> Value? { self.values[key] }

    var isPeer: Bool { self.protocols.contains("peer") }

    /// Whether what goes over the port can be read on the way.
    var isInClear: Bool { self.protocols.contains { $0 == "http" || $0 == "ws" } }

    /// Whether only this machine can reach the port.
    var isLoopback: Bool { self["ip"].map { HostLiteral.isLoopback($0.text) } ?? false }

    /// The addresses with the admin role.
    var admins: [String] { (self["admin"]?.text ?? "").split(separator: ",").map(String.init) }

    /// The whole number at the start of the text, as the server takes it.
    var number: Int? {
        self["port"].flatMap { value in Int(value.text.prefix { $0.isASCII && $0.isNumber }.prefix(9)) }
    }

    /// Where it is bound; `nil` if there is no address, or none that can be read.
    var address: IPAddress? {
        self["ip"].flatMap { value in
            IPv4Address(value.text).map { .ipv4($0) } ?? IPv6Address(value.text).map { .ipv6($0) }
        }
    }

    /// Whether the kernel refuses to bind both. Source: bind(2), EADDRINUSE; ip(7), ipv6(7): the address that stands for all of
    /// IPv6 stands for all of IPv4, too.
    func collides(with other: PortFacts) -> Bool {
        guard let number, number == other.number, let first = self.address, let second = other.address else {
            return false
        }
        return first == second || Self.isAny(first, beside: second) || Self.isAny(second, beside: first)
    }

    private static func isAny(_ address: IPAddress, beside other: IPAddress) -> Bool {
        switch (address, other) {
        case (.ipv4(let address), .ipv4): address.rawValue == 0
        case (.ipv4, .ipv6): false
        case (.ipv6(let address), _): address.rawValue == 0
        }
    }
}
