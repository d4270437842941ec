internal import Addressing

/// A ruleset that is being printed.
struct RulesetPrinting {
    private(set) var text = ""
    /// One for each line.
    private(set) var origins: [Ruleset.Origin] = []
    /// How many of each are written.
    private var counters = 0
    private var sets = 0
    private var chains = 0

    init(_ ruleset: Ruleset) {
        self.text.reserveCapacity(4096)
        self.origins.reserveCapacity(96)
        self.add("#!/usr/sbin/nft -f", .frame)
        for line in ruleset.header {
            self.text += "# "
            self.add(line, .header)
        }
        for command in Preparation(ruleset).commands { self.add(command.text, .frame) }
        for (name, table) in ruleset.tables {
            self.add("", .frame)
            self.add("table \(name) {", .frame)
            self.add(table)
            self.add("}", .frame)
        }
    }

    private mutating func add(_ table: Table) {
        let start = self.origins.count
        for counter in table.counters {
            self.separate(from: start)
            self.add(counter, .counter(self.counters))
            self.counters += 1
        }
        for set in table.sets {
            self.separate(from: start)
            self.add(set, at: self.sets)
            self.sets += 1
        }
        for chain in table.chains {
            self.separate(from: start)
            self.add(chain, at: self.chains)
            self.chains += 1
        }
    }

    /// Ends the line that is being written.
    private mutating func add(_ rest: String, _ origin: Ruleset.Origin) {
        self.text += rest
        self.text += "\n"
        self.origins.append(origin)
    }

    /// Each block but the first stands behind an empty line.
    private mutating func separate(from start: Int) {
        if self.origins.count > start { self.add("", .frame) }
    }

    private mutating func add(_ counter: CounterName, _ origin: Ruleset.Origin) {
        self.text += "\tcounter "
        self.text += counter.rawValue
        self.add(" {", origin)
        self.add("\t}", origin)
    }

    // MARK: - Sets

    private mutating func add(_ set: NamedSet, at index: Int) {
        if let note = set.note { self.add("\t# \(note)", .set(index)) }
        self.text += "\tset "
        self.text += set.name
        self.add(" {", .set(index))
        switch set.elements {
        case .addresses(let addresses):
            self.add("\t\ttype ipv4_addr", .set(index))
            self.addElements(addresses, of: index) { $0 += $1.description }
        case .prefixes(let prefixes):
            self.add("\t\ttype ipv4_addr", .set(index))
            self.add("\t\tflags interval", .set(index))
            self.addElements(prefixes, of: index) { text, prefix in
                text += prefix.length == 32 ? prefix.network.description : prefix.description
            }
        case .ipv6Prefixes(let prefixes):
            self.add("\t\ttype ipv6_addr", .set(index))
            self.add("\t\tflags interval", .set(index))
            self.addElements(prefixes, of: index) { text, prefix in
                text += prefix.length == 128 ? prefix.network.description : prefix.description
            }
        case .endpoints(let endpoints):
            self.add("\t\ttype ipv4_addr . inet_service", .set(index))
            self.addElements(endpoints, of: index) { text, endpoint in
                text += endpoint.address.description
                text += " . "
                text += endpoint.port.description
            }
        case .learned(let learned):
            self.add("\t\ttype \(learned.key.rawValue)", .set(index))
            self.add("\t\tsize \(learned.size)", .set(index))
            self.add(learned.lifetime == .counted ? "\t\tflags dynamic" : "\t\tflags dynamic,timeout", .set(index))
            if let minutes = learned.minutes { self.add("\t\ttimeout \(minutes)m", .set(index)) }
        }
        self.add("\t}", .set(index))
    }

    private mutating func addElements<Element>(
        _ elements: [Element],
        of set: Int,
        write: (inout String, Element) -> Void
    ) {
        for (index, element) in elements.enumerated() {
            self.text += index == 0 ? "\t\telements = { " : "\t\t\t     "
            write(&self.text, element)
            self.add(index == elements.count - 1 ? " }" : ",", .element(set: set, index))
        }
    }

    // MARK: - Chains

    private mutating func add(_ chain: Chain, at index: Int) {
        if let note = chain.note { self.add("\t# \(note)", .chain(index)) }
        self.text += "\tchain "
        self.text += chain.name
        self.add(" {", .chain(index))
        if let base = chain.base {
            self.text += "\t\ttype filter hook "
            self.text += base.hook.rawValue
            self.text += " priority "
            self.text += base.priority.rawValue
            self.text += "; policy "
            self.text += base.policy.rawValue
            self.add(";", .chain(index))
        }
        for (number, rule) in chain.rules.enumerated() {
            self.add(rule, .rule(chain: index, number))
        }
        self.add("\t}", .chain(index))
    }

    private mutating func add(_ rule: Rule, _ origin: Ruleset.Origin) {
        if let note = rule.note {
            self.text += "\t\t# "
            self.add(note, origin)
        }
        if let text = rule.text {
            self.text += "\t\t"
            self.add(text, origin)
            return
        }
        self.text += "\t"
        self.add(Self.words(of: rule), origin)
    }

    /// Each part behind a tab or a space.
    private static func words(of rule: Rule) -> String {
        var text = "\t"
        for match in rule.matches {
            match.write(to: &text)
            text += " "
        }
        switch rule.counter {
        case .anonymous: text += "counter "
        case .named(let name): text += "counter name \"\(name)\" "
        case nil: break
        }
        if let prefix = rule.logPrefix { text += "log prefix \"\(prefix)\" " }
        if let verdict = rule.verdict { text += "\(verdict.words) " }
        if let comment = rule.comment { text += "comment \"\(comment)\" " }
        text.removeLast()
        return text
    }
}
