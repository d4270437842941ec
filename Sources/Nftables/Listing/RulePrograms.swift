/// What the kernel runs, rule by rule, as libnftables prints it with `NFT_DEBUG_NETLINK`: for each rule a line with family, table,
/// chain and handle, and a line for each of its expressions.
struct RulePrograms {
    struct Rule {
        /// The kernel's number for it.
        let handle: Int
        /// Its expressions, such as `  [ cmp eq reg 1 0x00000006 ]`.
        fileprivate(set) var lines: [Substring] = []
    }

    /// By family, table and chain with spaces between: the rules in their order.
    private(set) var rules: [String: [Rule]] = [:]
    /// The elements of sets and maps, by family, table and name.
    private var elements: [String: [Substring]] = [:]

    init(_ text: String) {
        var place = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("  [ ") {
                guard let last = self.rules[place]?.indices.last else { continue }
                self.rules[place]?[last].lines.append(line)
            } else if line.hasPrefix("\telement ") {
                self.elements[place, default: []].append(line)
            } else {
                let words = line.split(separator: " ")
                place = words.count < 3 ? "" : words.prefix(3).joined(separator: " ")
                let handle = words.count < 4 ? nil : Int(words[3])
                if let handle { self.rules[place, default: []].append(Rule(handle: handle)) }
            }
        }
    }

    /// What a rule runs; sets without a name stand there by what is in them.
    ///
    /// - Parameters:
    ///   - number: Among the chain's rules, from 0.
    ///   - chain: Family, table and name.
    func program(ofRule number: Int, in chain: String) -> [String]? {
        guard let rules = self.rules[chain], rules.indices.contains(number) else { return nil }
        let table = chain.split(separator: " ").prefix(2).joined(separator: " ")
        return rules[number].lines.map { line in
            let words = line.split(separator: " ").map { word in
                guard word.hasPrefix("__set") || word.hasPrefix("__map") else { return String(word) }
                return self.elements["\(table) @\(word)", default: []].sorted().joined()
            }
            return words.joined(separator: " ")
        }
    }

    // MARK: - Order of questions

    /// A program with its questions in an order that is the same for all programs that ask the same: nft writes the protocol that a
    /// rule asks for first right in front of what it asks of it.
    ///
    /// Questions between which nothing else happens may be asked in any order, if each loads all that it compares: the rule goes on
    /// where all of them say yes.
    static func inOrder(_ program: [String]) -> [String] {
        var ordered: [String] = []
        var questions: [String] = []
        var open: [String] = []
        var loaded: Set<Substring> = []
        func close(with line: String? = nil) {
            ordered += questions.sorted() + open + (line.map { [$0] } ?? [])
            (questions, open, loaded) = ([], [], [])
        }
        for line in program {
            // Between brackets.
            let words = line.split(separator: " ").dropFirst().dropLast()
            switch Part(Array(words)) {
            case .loading(let target, let source):
                if let source, !loaded.contains(source) { return program }
                open.append(line)
                loaded.insert(target)
            case .asking(let source):
                guard loaded.contains(source) else { return program }
                questions.append((open + [line]).joined(separator: "\n"))
                (open, loaded) = ([], [])
            case .other: close(with: line)
            }
        }
        close()
        return ordered
    }

    /// What an expression does with registers.
    private enum Part {
        /// Loads something of the packet, or changes what another register holds, and does nothing else.
        case loading(Substring, from: Substring?)
        /// Compares what a register holds, or looks it up.
        case asking(Substring)
        case other

        private static let loads: Set<Substring> = ["meta", "payload", "ct", "exthdr", "fib", "rt"]

        init(_ words: [Substring]) {
            switch words.first {
            // meta load l4proto => reg 1
            case let name? where Self.loads.contains(name) && words.suffix(3).starts(with: ["=>", "reg"]):
                self = .loading(words[words.count - 1], from: nil)
            // bitwise reg 1 = ( reg 1 & 0x00000008 ) ^ 0x00000000
            case "bitwise" where words.count > 6 && words[1] == "reg" && words[3...5].elementsEqual(["=", "(", "reg"]):
                self = .loading(words[2], from: words[6])
            // cmp eq reg 1 0x00000006
            case "cmp" where words.count > 3 && words[2] == "reg": self = .asking(words[3])
            // lookup reg 1 set s
            case "lookup" where words.count > 3 && words[1] == "reg" && !words.contains("dreg"):
                self = .asking(words[2])
            default: self = .other
            }
        }
    }
}
