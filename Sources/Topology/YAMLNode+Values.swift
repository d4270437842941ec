internal import Addressing
internal import Diagnostics

/// Reading a node as a value of some type; each reports what is wrong and answers `nil` then.
extension YAMLNode {
    /// A text, quoted or not.
    ///
    /// - Parameter expected: What should be there, such as "a role".
    func text(_ expected: String, _ diagnostics: inout DiagnosticCollector) -> Located<String>? {
        guard case .scalar(let text, _) = self.content, !self.isNothing else {
            self.refuse(expected, help: nil, &diagnostics)
            return nil
        }
        return Located(text, at: self.span)
    }

    /// A text with ranges and lists.
    func template(_ expected: String, _ diagnostics: inout DiagnosticCollector) -> Template? {
        self.text(expected, &diagnostics).flatMap { Template($0, &diagnostics) }
    }

    /// `true` or `false`, and nothing else that YAML readers take for it.
    func flag(_ diagnostics: inout DiagnosticCollector) -> Bool? {
        switch self.content {
        case .scalar("true", isPlain: true): return true
        case .scalar("false", isPlain: true): return false
        case .scalar, .sequence, .mapping, .refused:
            self.refuse("true or false", help: "write true or false, in lower case and without quotes", &diagnostics)
            return nil
        }
    }

    func list(of what: String, example: String, _ diagnostics: inout DiagnosticCollector) -> [YAMLNode]? {
        guard case .sequence(let items) = self.content else {
            self.refuse("a list of \(what)", help: "write \(example)", &diagnostics)
            return nil
        }
        return items
    }

    /// The entries of a map.
    ///
    /// - Parameters:
    ///   - what: What the map describes, such as "a segment".
    ///   - keys: Some keys it could have, for the help.
    func entries(of what: String, keys: [String], _ diagnostics: inout DiagnosticCollector) -> [YAMLEntry]? {
        guard case .mapping(let entries) = self.content else {
            let help =
                keys.isEmpty
                ? nil : "\(what) is a map with keys such as " + keys.map { "'\($0)'" }.joined(separator: ", ")
            self.refuse("a map", help: help, &diagnostics)
            return nil
        }
        return entries
    }

    private func refuse(_ expected: String, help: String?, _ diagnostics: inout DiagnosticCollector) {
        if case .refused = self.content { return }
        let message = "expected \(expected), found \(self.description)"
        diagnostics.append(.error(.wrongType, message, at: self.span, help: help))
    }
}

extension Located<String> {
    /// An IPv4 address.
    func address(_ diagnostics: inout DiagnosticCollector) -> IPv4Address? {
        if let address = IPv4Address(self.value) { return address }
        guard !self.refuseIPv6(&diagnostics) else { return nil }
        let isName = self.value.unicodeScalars.contains { $0.properties.isAlphabetic }
        let help =
            isName
            ? "write the address itself; names are never looked up"
            : "write four numbers from 0 to 255 without leading zeros, such as 10.1.10.51"
        diagnostics.append(.error(.badAddress, "'\(self.value)' is not an IPv4 address", at: self.span, help: help))
        return nil
    }

    /// An IPv4 prefix.
    func prefix(_ diagnostics: inout DiagnosticCollector) -> IPv4Prefix? {
        if let prefix = IPv4Prefix(self.value) { return prefix }
        guard !self.refuseIPv6(&diagnostics) else { return nil }
        let parts = self.value.split(separator: "/", omittingEmptySubsequences: false)
        var message = "'\(self.value)' is not an IPv4 prefix"
        var help = "write a network and its length, such as 10.1.10.0/24"
        if parts.count == 2, let address = IPv4Address(parts[0]), let length = IPv4Prefix("0.0.0.0/\(parts[1])")?.length
        {
            let prefix = IPv4Prefix(address, length: length)
            message = "'\(self.value)' is an address inside of a network, not a network"
            help = "write \(prefix)"
        }
        diagnostics.append(.error(.badPrefix, message, at: self.span, help: help))
        return nil
    }

    /// Whether the text looks like IPv6; then it is reported.
    private func refuseIPv6(_ diagnostics: inout DiagnosticCollector) -> Bool {
        guard self.value.contains(":") else { return false }
        let message = "this server speaks IPv4 only, and '\(self.value)' is not IPv4"
        diagnostics.append(.error(.ipv6Unsupported, message, at: self.span, help: "write an IPv4 address or prefix"))
        return true
    }
}
