internal import Addressing
internal import Diagnostics

/// Reading an entry as what the language says that it is; each reports what is wrong and answers `nil` then.
extension MapReader.Entry {
    /// A text, quoted or not.
    func text(_ diagnostics: inout DiagnosticCollector) -> Located<String>? {
        self.value.text(self.description.type.expected, &diagnostics)
    }

    /// A text with ranges and lists.
    func template(_ diagnostics: inout DiagnosticCollector) -> Template? {
        self.text(&diagnostics).flatMap { Template($0, &diagnostics) }
    }

    func flag(_ diagnostics: inout DiagnosticCollector) -> Bool? {
        self.value.flag(&diagnostics)
    }

    func port(_ diagnostics: inout DiagnosticCollector) -> Port? {
        self.text(&diagnostics).flatMap { $0.port(&diagnostics) }
    }

    /// A whole number of the range that the language gives.
    func number(_ diagnostics: inout DiagnosticCollector) -> Located<Int>? {
        guard case .number(let range) = self.description.type else {
            preconditionFailure("'\(self.description.name)' is no number")
        }
        guard let text = self.text(&diagnostics) else { return nil }
        let isNumber = (1...9).contains(text.value.utf8.count) && text.value.utf8.allSatisfy(NameRule.isDigit)
        if isNumber, let number = Int(text.value), range.contains(number) { return Located(number, at: text.span) }
        let help = "write a whole number from \(range.lowerBound) to \(range.upperBound)"
        let message = "'\(text.value)' is no number that '\(self.description.name)' takes"
        diagnostics.append(.error(.badNumber, message, at: text.span, help: help))
        return nil
    }

    /// One of the words of an enumeration, which the language lists.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ diagnostics: inout DiagnosticCollector
    ) -> Located<Choice>? {
        guard let text = self.text(&diagnostics) else { return nil }
        if let choice = Choice(rawValue: text.value) { return Located(choice, at: text.span) }
        let words = self.description.type.words
        let guess = diagnostics.suggestion(for: text.value, in: words).map { "did you mean '\($0)'?" }
        let help = guess ?? "write " + words.map { "'\($0)'" }.joined(separator: " or ")
        let message = "'\(text.value)' is not \(self.description.type.expected)"
        diagnostics.append(.error(.unknownWord, message, at: text.span, help: help))
        return nil
    }

    /// The items of a list.
    func items(_ diagnostics: inout DiagnosticCollector) -> [YAMLNode]? {
        guard case .sequence(let items) = self.value.content else {
            self.value.refuse(self.description.type.expected, help: "write '\(self.description.example)'", &diagnostics)
            return nil
        }
        return items
    }

    /// Addresses and prefixes, without those that another one covers: a set of nftables takes no overlapping elements.
    func sources(_ diagnostics: inout DiagnosticCollector) -> [FirewallSettings.Source]? {
        guard let items = self.items(&diagnostics) else { return nil }
        let sources = items.compactMap { item in
            item.text("an address or prefix", &diagnostics).flatMap { text in
                text.source(&diagnostics).map { FirewallSettings.Source($0, at: text.span) }
            }
        }
        var covered: Set<Int> = []
        for pair in PrefixNesting.pairs(sources.map(\.prefix)) {
            covered.insert(pair.inner)
            let outer = sources[pair.outer]
            let message = "\(sources[pair.inner].prefix) is covered by \(outer.prefix) already"
            let labels = [Diagnostic.Label("covers it", at: outer.span)]
            let span = sources[pair.inner].span
            diagnostics.append(.warning(.coveredSource, message, at: span, labels: labels, help: "remove it"))
        }
        return sources.indices.filter { !covered.contains($0) }.map { sources[$0] }
    }
}
