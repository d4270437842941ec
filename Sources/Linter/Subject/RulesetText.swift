internal import Addressing

/// A ruleset as far as a reader of its text can tell; the exact answer is the prover's.
///
/// Whatever it does not understand counts as open.
package struct RulesetText: Sendable {
    package let text: String
    /// Rules that let a new packet in without asking where it comes from, with their lines from 1.
    let openings: [(line: Int, text: String)]
    /// Whether there is an input chain whose policy is to drop.
    let dropsByDefault: Bool

    /// The rules of the output chain, word by word.
    private let outputs: [[Substring]]
    /// Whether there is an output chain.
    let hasOutput: Bool

    package init(_ text: String) {
        self.text = text
        var openings: [(line: Int, text: String)] = []
        var dropsByDefault = false
        var outputs: [[Substring]] = []
        var isInput = false
        var isOutput = false
        var hasOutput = false
        for (index, line) in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            // Most lines are elements of sets; only chains are read word by word.
            guard isInput || isOutput || Self.mayMatter(line) else { continue }
            let words = Self.words(of: line)
            guard let first = words.first, !first.utf8.starts(with: "#".utf8) else { continue }
            if first == "chain" {
                isInput = false
                isOutput = false
            } else if Self.has(words, "hook", "output") {
                isOutput = true
                hasOutput = true
            } else if isOutput {
                outputs.append(words.prefix { $0 != "comment" })
            } else if Self.has(words, "hook", "input") {
                isInput = true
                dropsByDefault =
                    dropsByDefault || Self.has(words, "policy", "drop;") || Self.has(words, "policy", "drop")
            } else if isInput, Self.opens(words) {
                openings.append((index + 1, words.joined(separator: " ")))
            }
        }
        self.openings = openings
        self.dropsByDefault = dropsByDefault
        self.outputs = outputs
        self.hasOutput = hasOutput
    }

    /// Whether a line outside of a chain may begin one, or name its hook.
    private static func mayMatter(_ line: Substring.UTF8View) -> Bool {
        let text = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        return text.starts(with: "chain".utf8) || text.starts(with: "type".utf8)
    }

    private static func words(of line: Substring.UTF8View) -> [Substring] {
        line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map(Substring.init)
    }

    /// Whether nobody but named sources gets a new packet in.
    var isClosed: Bool { self.dropsByDefault && self.openings.isEmpty }

    /// Whether a rule accepts new packets from anywhere.
    private static func opens(_ words: [Substring]) -> Bool {
        // What a comment says is no rule.
        let words = Array(words.prefix { $0 != "comment" })
        guard words.contains(where: { $0 == "accept" || $0 == "jump" || $0 == "goto" }) else { return false }
        let isFromNamedSource = words.contains("saddr") && !words.contains("!=") && !words.contains(where: Self.isWide)
        let isOwn = ["lo", "\"lo\""].contains { Self.has(words, "iifname", $0) || Self.has(words, "iif", $0) }
        let states = words.flatMap { $0.split(separator: ",") }
        let isFlow = (states.contains("established") || states.contains("related")) && !states.contains("new")
        let isPing =
            words.contains("icmp") || words.contains("icmpv6")
            || ["ipv6-icmp", "icmp", "icmpv6"].contains { Self.has(words, "l4proto", $0) }
        return !(isFromNamedSource || isOwn || isFlow || isPing)
    }

    /// Whether a word is a prefix so short that anybody may be in it.
    private static func isWide(_ word: Substring) -> Bool {
        guard let slash = word.lastIndex(of: "/"), let length = Int(word[word.index(after: slash)...]) else {
            return false
        }
        return length < 8 && word.contains(where: { $0 == "." || $0 == ":" })
    }

    enum Transport: String {
        case tcp, udp
    }

    /// Whether some rule of the output chain lets new packets to a port out, to whomever.
    func letsOut(_ transport: Transport, _ port: Int) -> Bool {
        self.outputs.contains { words in
            guard words.contains("accept") else { return false }
            let isFlow = words.contains { $0.hasPrefix("established") || $0 == "related" }
            let isOwn = words.contains("\"lo\"") || words.contains("lo")
            guard words.contains("dport") else { return !isFlow && !isOwn && !words.contains("daddr") }
            return words.contains(transport.rawValue[...]) && words.contains { $0.filter(\.isNumber) == "\(port)" }
        }
    }

    /// What Picket's own set says are the host's addresses, those of loopback aside; `nil` if there is none.
    var ownAddresses: [IPv4Address]? {
        guard let name = self.text.firstRange(of: "\tset own-addresses {"),
            let start = self.text[name.upperBound...].firstRange(of: "elements = {"),
            let end = self.text[start.upperBound...].firstIndex(of: "}")
        else { return nil }
        let words = self.text[start.upperBound..<end].split { $0 == "," || $0.isWhitespace }
        let addresses = words.filter { !$0.hasPrefix("127.") }.map { IPv4Address($0) }
        // Ranges and names are for the prover.
        return addresses.contains(nil) ? nil : addresses.compactMap(\.self)
    }

    private static func has(_ words: [Substring], _ first: String, _ second: String) -> Bool {
        zip(words, words.dropFirst()).contains { $0 == first && $1 == second }
    }
}
