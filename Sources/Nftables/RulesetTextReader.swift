internal import Addressing

extension Ruleset {
    /// Reads a text that prints as itself: exactly what ``description`` writes, and nothing else.
    ///
    /// Whatever is read is printed again and compared byte by byte, so that nothing in the text can be overlooked. `nil` for
    /// any other text, also for one with rules that somebody else wrote: the kernel can read those.
    package init?(text: String) {
        var reader = RulesetTextReader(text)
        guard let ruleset = reader.ruleset(),
            // Equal texts may have other bytes.
            ruleset.description.utf8.elementsEqual(text.utf8)
        else { return nil }
        self = ruleset
    }
}

/// Goes through the lines of a printed ruleset. It may take more than is printed: the caller compares.
private struct RulesetTextReader {
    private var lines: ArraySlice<Substring>

    init(_ text: String) {
        self.lines =
            text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { Substring($0) }[...]
    }

    mutating func ruleset() -> Ruleset? {
        guard self.skip("#!/usr/sbin/nft -f") else { return nil }
        var header: [String] = []
        while let line = self.rest(after: "# ") { header.append(String(line)) }
        // What prepares the tables follows from them.
        while let line = self.lines.first, !line.isEmpty { self.lines.removeFirst() }
        guard let main = self.table(Ruleset.table) else { return nil }
        let slots = self.table(Ruleset.slotsTable)
        return self.skip("") && self.lines.isEmpty ? Ruleset(header: header, main: main, slots: slots) : nil
    }

    /// A table behind an empty line; nothing is passed where there is no such table.
    private mutating func table(_ name: String) -> Table? {
        guard self.lines.dropFirst().first.map({ $0 == "table \(name) {" }) ?? false, self.skip("") else { return nil }
        self.lines.removeFirst()
        var table = Table(counters: [], sets: [], chains: [])
        while !self.skip("}") {
            if self.skip("") { continue }
            let note = self.rest(after: "\t# ").map { String($0) }
            if let name = self.block("counter") {
                table.counters.append(CounterName(rawValue: name))
            } else if let name = self.block("set") {
                guard let elements = self.elements() else { return nil }
                table.sets.append(NamedSet(name, elements, note: note))
            } else if let name = self.block("chain") {
                guard var chain = self.chain(name) else { return nil }
                chain.note = note
                table.chains.append(chain)
            } else {
                return nil
            }
            guard self.skip("\t}") else { return nil }
        }
        return table
    }

    // MARK: - Lines

    /// Whether the next line is this one; if so, it is passed.
    private mutating func skip(_ line: String) -> Bool {
        guard let next = self.lines.first, next == line else { return false }
        self.lines.removeFirst()
        return true
    }

    /// The rest of the next line, which is passed, if it begins like this.
    private mutating func rest(after start: String) -> Substring? {
        guard let line = self.lines.first, line.utf8.starts(with: start.utf8) else { return nil }
        self.lines.removeFirst()
        return line[line.utf8.index(line.startIndex, offsetBy: start.utf8.count)...]
    }

    /// The name in a line that begins a block of this kind, which is passed.
    private mutating func block(_ kind: String) -> String? {
        guard let line = self.lines.first, line.utf8.starts(with: "\t\(kind) ".utf8), line.hasSuffix(" {") else {
            return nil
        }
        self.lines.removeFirst()
        return String(line.dropFirst(kind.utf8.count + 2).dropLast(2))
    }

    // MARK: - Sets

    private mutating func elements() -> NamedSet.Elements? {
        guard let type = self.rest(after: "\t\ttype ") else { return nil }
        if let size = self.rest(after: "\t\tsize ").flatMap({ Int($0) }) {
            guard let key = NamedSet.Learned.Key(rawValue: String(type)),
                let flags = self.rest(after: "\t\tflags dynamic")
            else { return nil }
            guard let minutes = self.rest(after: "\t\ttimeout ") else {
                return .learned(NamedSet.Learned(key, size: size, flags.isEmpty ? .counted : .byRule))
            }
            return Int(minutes.dropLast()).map { .learned(NamedSet.Learned(key, size: size, .minutes($0))) }
        }
        let isInterval = self.skip("\t\tflags interval")
        switch (type, isInterval) {
        case ("ipv4_addr", false): return self.list { IPv4Address($0) }.map { .addresses($0) }
        case ("ipv4_addr", true): return self.list(Self.ipv4Prefix).map { .prefixes($0) }
        case ("ipv6_addr", true): return self.list(Self.ipv6Prefix).map { .ipv6Prefixes($0) }
        case ("ipv4_addr . inet_service", false): return self.list(Self.endpoint).map { .endpoints($0) }
        default: return nil
        }
    }

    /// The elements of a set, one in each line; `nil` if one of them cannot be read.
    private mutating func list<Element>(_ element: (Substring) -> Element?) -> [Element]? {
        guard var line = self.rest(after: "\t\telements = { ") else { return [] }
        var elements: [Element] = []
        while true {
            let isLast = line.utf8.last == UInt8(ascii: "}")
            guard let read = element(line.dropLast(isLast ? 2 : 1)) else { return nil }
            elements.append(read)
            if isLast { return elements }
            guard let next = self.rest(after: "\t\t\t     ") else { return nil }
            line = next
        }
    }

    private static func ipv4Prefix(_ text: Substring) -> IPv4Prefix? {
        IPv4Prefix(text) ?? IPv4Address(text).map { IPv4Prefix($0, length: 32) }
    }

    private static func ipv6Prefix(_ text: Substring) -> IPv6Prefix? {
        IPv6Prefix(text) ?? IPv6Address(text).map { IPv6Prefix($0, length: 128) }
    }

    private static func endpoint(_ text: Substring) -> Endpoint? {
        let words = text.split(separator: " ")
        guard words.count == 3, let address = IPv4Address(words[0]), let port = Port(words[2]) else { return nil }
        return Endpoint(address, port)
    }

    // MARK: - Chains

    private mutating func chain(_ name: String) -> Chain? {
        var chain = Chain(name: name, rules: [])
        if let words = self.rest(after: "\t\ttype filter hook ") {
            guard let base = Self.base(words.split(separator: " ")) else { return nil }
            chain.base = base
        }
        while true {
            let note = self.rest(after: "\t\t# ").map { String($0) }
            guard let line = self.rest(after: "\t\t") else { return note == nil ? chain : nil }
            guard var rule = Rule(line: line) else { return nil }
            rule.note = note
            chain.rules.append(rule)
        }
    }

    /// - Parameter words: Such as `input priority filter; policy drop;`.
    private static func base(_ words: [Substring]) -> Chain.Base? {
        guard words.count >= 5, let hook = Chain.Hook(rawValue: String(words[0])),
            let priority = Chain.Priority(
                rawValue: String(words[2..<words.count - 2].joined(separator: " ").dropLast())
            ),
            let policy = Chain.Policy(rawValue: String(words[words.count - 1].dropLast()))
        else { return nil }
        return Chain.Base(hook, priority: priority, policy: policy)
    }
}
