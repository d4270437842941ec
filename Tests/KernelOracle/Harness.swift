import Nftables
import PacketSpace

/// A table of our own around the rules under test: it gives packets their marks before them, notes what connection
/// tracking said, and notes which packets came out of them.
///
/// Its last chain drops everything, so that no accepted packet is answered or becomes a connection.
enum Harness {
    static let tableName = "kernel_oracle"

    private static let states = ["invalid", "established", "related", "new", "untracked"]
    /// By which a packet's number is known, for each protocol: 16 bits each.
    private static let numbers = [("4", "ip id"), ("6", "ip6 flowlabel")]

    /// Lets everything through and keeps its connections, with no answer to anybody.
    static let primer = """
        flush ruleset
        table inet \(Self.tableName) {
            chain track { type filter hook prerouting priority 0; policy accept; ct state new counter; }
            \(Self.silence)
        }
        """

    private static let silence =
        "chain silence { type filter hook output priority -2147483648; policy drop; }"

    /// On every packet that this process sends: what the kernel answers by itself has none.
    static let senderMark: UInt32 = 0x77

    /// The table for rules at a hook.
    ///
    /// - Parameter ruleset: What it asks for, the harness asks for before.
    static func table(around hook: Hook, of ruleset: String) -> String {
        // Before -200 nothing is tracked yet.
        let first = hook == .prerouting || hook == .output ? -199 : -2_147_483_648
        let silence = hook == .output ? "" : Self.silence
        let begin = hook == .output ? "meta mark != \(Self.senderMark) drop" : ""
        let kinds = Self.states + ["seen"]
        let sets = kinds.flatMap { kind in
            Self.numbers.map { "set \(kind)\($0.0) { typeof \($0.1); flags dynamic; size 65535; }" }
        }
        let questions = PropertyNotes.rules(for: ruleset, at: hook)
        let properties = questions.isEmpty ? [] : Self.numbers
        let propertySets = properties.map { kind in
            "set told\(kind.0) { typeof \(kind.1) . meta mark; flags dynamic; size 65535; }"
        }
        let told = questions + properties.map { "add @told\($0.0) { \($0.1) . meta mark }" }
        let noted = Self.states.flatMap { state in
            Self.numbers.map { "ct state \(state) add @\(state)\($0.0) { \($0.1) }" }
        }
        let seen = Self.numbers.map { "add @seen\($0.0) { \($0.1) }" }
        let points = ["ip dscp", "ip6 dscp"]
        return """
            table inet \(Self.tableName) {
                \((sets + propertySets).joined(separator: "\n"))
                chain untracked {
                    type filter hook \(hook == .output ? hook : .prerouting) priority -400; policy accept;
                    \(begin)
                    \(points.map { "\($0) { \(Self.list(16..<32) { "\($0)" }) } notrack" }.joined(separator: "\n"))
                }
                chain first {
                    type filter hook \(hook) priority \(first); policy accept;
                    \((noted + told).joined(separator: "\n"))
                    \(points.map { "meta mark set \($0) map { \(Self.list(0..<32) { "\($0) : \($0 & 3)" }) }" }
                        .joined(separator: "\n"))
                    \(points.map { "ct mark set \($0) map { \(Self.list(0..<32) { "\($0) : \($0 >> 2 & 3)" }) }" }
                        .joined(separator: "\n"))
                }
                chain last {
                    type filter hook \(hook) priority 2147483646; policy drop;
                    \(seen.joined(separator: "\n"))
                }
                \(silence)
            }
            """
    }

    private static func list(_ range: Range<Int>, _ text: (Int) -> String) -> String {
        range.map(text).joined(separator: ", ")
    }

    /// What the harness noted.
    struct Notes {
        /// What connection tracking said of the packets that reached the hook, by number.
        var states: [UInt16: ConnectionState] = [:]
        /// The numbers of the packets that came out of the rules.
        var accepted: Set<UInt16> = []
        /// What the kernel said of the packets, as ``PropertyNotes`` writes it.
        var told: [UInt16: UInt32] = [:]
    }

    // MARK: - Reading

    /// Reads the notes from the table as the kernel lists it, in JSON.
    static func notes(in json: String) throws -> Notes {
        var notes = Notes()
        for table in try RulesetListing(json: json.utf8).tables where table.name == Self.tableName {
            for set in table.sets where set.name.hasPrefix("told") {
                for element in set.elements { try notes.tell(element) }
            }
            for set in table.sets where !set.name.hasPrefix("told") {
                let numbers = set.elements.compactMap { element -> UInt16? in
                    guard case .number(let range) = element.key else { return nil }
                    return UInt16(range.lowerBound)
                }
                guard numbers.count == set.elements.count else { throw OracleError("strange numbers in \(set.name)") }
                let kind = set.name.dropLast()
                if kind == "seen" {
                    notes.accepted.formUnion(numbers)
                } else if let state = ConnectionState.allCases.first(where: { "\($0)" == kind }) {
                    for number in numbers { notes.states[number] = state }
                }
            }
        }
        return notes
    }
}

extension Harness.Notes {
    /// Takes one packet's number with what was said of it.
    fileprivate mutating func tell(_ element: SetElement) throws(OracleError) {
        guard case .concatenation(let parts) = element.key, parts.count == 2,
            case .number(let number) = parts[0], case .number(let bits) = parts[1]
        else { throw OracleError("a strange note: \(element)") }
        self.told[UInt16(number.lowerBound)] = UInt32(bits.lowerBound)
    }
}
