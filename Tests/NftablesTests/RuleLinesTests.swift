import Testing

@testable import Nftables

@Suite struct RuleLinesTests {
    /// A listing with so many rules in each chain, numbered from 1 over the whole listing.
    private static func listing(
        _ chains: [(table: (String, String), chain: String, rules: [[ListedStatement]])]
    ) -> RulesetListing {
        var number = 0
        let tables = chains.map { entry in
            let rules = entry.rules.map { statements in
                number += 1
                return ListedRule(handle: number, statements)
            }
            return ListedTable(
                family: entry.table.0,
                name: entry.table.1,
                chains: [ListedChain(name: entry.chain, rules: rules)]
            )
        }
        return RulesetListing(tables: tables)
    }

    /// The lines of the rules of chain `c` of table `inet t`, if it has so many.
    private static func lines(_ text: String, rules count: Int) -> [Int?] {
        let rules = [[ListedStatement]](repeating: [.neutral("counter")], count: count)
        let listing = Self.listing([(("inet", "t"), "c", rules)])
        let lines = RuleLines(file: "x.nft", text: text, listing: listing)
        return (1..<(count + 1)).map { lines.line(of: $0, table: "inet t", chain: "c") }
    }

    @Test("a rule is found at its first line, whatever stands around it")
    func plain() {
        let text = """
            #!/usr/sbin/nft -f
            define ports = {
                22,
                80
            }
            table inet t {
                set s { type ipv4_addr; elements = { 10.0.0.1,  # { a comment; with braces }
                    10.0.0.2 } }
                counter x { }
                chain c { # the first
                    type filter hook input priority 0; policy drop;
                    iif lo accept; ct state established accept
                    tcp dport {
                        22,  # ssh }
                        80
                    } counter accept comment "not a { brace; nor a # comment"
                    ip saddr @s \\
                        tcp dport 9 \\
                        accept
                    drop }
            }

            """
        #expect(WrittenRuleset(text).rules.values.map { $0.map(\.line) } == [[12, 12, 13, 17, 20]])
    }

    @Test(
        "statements that make, move and remove rules are followed",
        arguments: [
            (
                "table inet t {\n chain c {\n accept\n }\n}\nadd rule inet t c accept\ninsert rule inet t c accept\n",
                [7, 3, 6]
            ),
            ("table inet t { chain c {\naccept\n}; }\ntable inet t { chain c {\naccept\n}; }\n", [2, 5]),
            ("table inet t\ndelete table inet t\ntable inet t {\nchain c {\naccept\n}\n}\n", [5]),
            ("table inet t { chain c {\naccept\n}; }\nflush ruleset\ntable inet t { chain c {\naccept\n}; }\n", [6]),
            ("table inet t { chain c {\naccept\n}; }\nflush table inet t\nadd rule inet t c accept\n", [5]),
            (
                "add table inet t\nadd chain inet t c { type filter hook input priority 0; }\nadd rule inet t c accept\n",
                [3]
            ),
            ("add chain inet t c {\naccept\n}\n", [2]),
            ("table inet t { chain c {\naccept\n}; }\nflush ruleset ip\nadd element inet t s { 1.2.3.4 }\n", [2]),
        ] as [(String, [Int])]
    )
    func commands(text: String, lines: [Int]) {
        #expect(Self.lines(text, rules: lines.count) == lines)
    }

    @Test(
        "what cannot be followed gives no line instead of a wrong one",
        arguments: [
            "include \"more.nft\"\ntable inet t { chain c {\naccept\n}; }\n",
            "table inet t { chain c {\ninclude \"more.nft\"\naccept\n}; }\n",
            "table inet t {\ninclude \"more.nft\"\nchain c {\naccept\n}; }\n",
            "table inet t { set s {\ninclude \"more.nft\"\ntype inet_service\n}; chain c {\naccept\n}; }\n",
            "table inet t { chain c {\naccept\n}; }\ninsert rule inet t c handle 2 accept\n",
            "table inet t { chain c {\naccept\naccept\n}; }\ndelete rule inet t c handle 2\n",
            "table inet t { chain c {\naccept\n}; }\nreplace rule inet t c handle 2 accept\n",
            "table inet t { chain c {\naccept\naccept\n}; }\n",
            "table ip t { chain c {\naccept\n}; }\n",
            "table inet t { chain $c {\naccept\n}; }\n",
            "table inet t { chain c {\naccept\n}; }; }\n",
            "table inet t { chain c {\naccept\n",
            "inet t c accept\n",
        ]
    )
    func unknown(text: String) {
        #expect(Self.lines(text, rules: 1) == [nil])
    }

    @Test("rules that do not look like those of the listing have no line")
    func otherRules() {
        let text = "table inet t { chain c {\naccept\ndrop\n}; }\n"
        let listing = Self.listing([(("inet", "t"), "c", [[.verdict(.drop)], [.verdict(.accept)]])])
        #expect(RuleLines(file: "x", text: text, listing: listing).line(of: 1, table: "inet t", chain: "c") == nil)
    }

    @Test("a table without a family is one of IPv4")
    func family() {
        let listing = Self.listing([(("ip", "t"), "c", [[.verdict(.drop)]])])
        let lines = RuleLines(file: "x", text: "table t { chain c {\n\ndrop\n}; }\n", listing: listing)
        #expect(lines.line(of: 1, table: "ip t", chain: "c") == 3)
    }
}
