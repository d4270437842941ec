import Foundation
import TestSupport
import Testing

extension LabSuite {
    /// `picket diff` where what packets meet is the same, and the way on which they come to it is not.
    @Suite struct DiffWayTests {
        struct Change: CustomTestStringConvertible {
            let testDescription: String
            let rules: String
            let old: String
            let new: String
            /// How packets come to a rule now.
            var way = "new, cannot be known beforehand"
        }

        private static let limits = " chain a { limit rate 1/second accept; }\n chain b { limit rate 1/hour accept; }\n"
        private static let closed = "type filter hook input priority 0; policy drop;"
        private static let translation = " chain n { meta l4proto tcp dnat ip to 10.0.0.1:9; }\n"
        private static let nat = "type nat hook prerouting priority -100;"

        private static func table(_ parts: String...) -> String {
            "table inet t {\n\(parts.joined())}\n"
        }

        private static let changes = [
            Change(
                testDescription: "the elements of a named map",
                rules: table(
                    " map m { type inet_service : verdict; elements = { 22 : jump a, 23 : jump b }; }\n",
                    limits,
                    " chain c { \(closed) tcp dport vmap @m; }\n"
                ),
                old: "22 : jump a, 23 : jump b",
                new: "22 : jump b, 23 : jump a",
                way: "c (type filter hook input priority 0), 'tcp dport vmap { 23 : jump }' to a"
            ),
            Change(
                testDescription: "the elements of a map in a rule",
                rules: table(
                    limits,
                    " chain c { \(closed) ip saddr vmap { 10.0.0.1 : jump a, 10.0.0.2 : goto b }; }\n"
                ),
                old: "10.0.0.1 : jump a, 10.0.0.2 : goto b",
                new: "10.0.0.2 : jump a, 10.0.0.1 : goto b",
                way: "'ip saddr vmap { 10.0.0.1 : goto }' to b"
            ),
            Change(
                testDescription: "many elements of a map, of which not all are said",
                rules: table(
                    limits,
                    " chain c { \(closed) tcp dport vmap { 1 : jump a, 2 : jump a, 3 : jump a, 4 : jump a, 5 : jump a, "
                        + "6 : jump a, 77 : jump a, 88 : jump b }; }\n"
                ),
                old: "77 : jump a, 88 : jump b",
                new: "88 : jump a, 77 : jump b"
            ),
            Change(
                testDescription: "where a ceiling stands",
                rules: table(
                    " chain a { ct count over 3 drop; }\n chain b { ct count over 9 drop; }\n",
                    " chain c { type filter hook input priority 0; tcp dport vmap { 22 : jump a, 23 : jump b }; }\n"
                ),
                old: "22 : jump a, 23 : jump b",
                new: "23 : jump a, 22 : jump b",
                way: "'tcp dport vmap { 23 : jump }' to a"
            ),
            Change(
                testDescription: "what is translated by way of a map",
                rules: table(translation, " chain c { \(nat) tcp dport vmap { 80 : jump n }; }\n"),
                old: "80 : jump",
                new: "81 : jump",
                way: "c (type nat hook prerouting priority -100), 'tcp dport vmap { 81 : jump }' to n"
            ),
            Change(
                testDescription: "who calls the caller",
                rules: table(
                    translation,
                    " chain m { ip saddr vmap { 10.0.0.1 : goto n }; }\n",
                    " chain c { \(nat) tcp dport 80 jump m; }\n"
                ),
                old: "dport 80",
                new: "dport 81",
                way: "'tcp dport 81 jump' to m, 'ip saddr vmap { 10.0.0.1 : goto }' to n"
            ),
            Change(
                testDescription: "who calls which of two callers",
                rules: table(
                    translation,
                    " chain l { ip saddr 10.0.0.1 jump n; }\n chain m { ip saddr 10.0.0.2 jump n; }\n",
                    " chain c { \(nat) tcp dport 80 jump l; tcp dport 81 jump m; }\n"
                ),
                old: "80 jump l; tcp dport 81 jump m",
                new: "80 jump m; tcp dport 81 jump l"
            ),
            Change(
                testDescription: "a set that the caller's caller asks",
                rules: table(
                    translation,
                    " set s { type inet_service; elements = { 80 }; }\n chain m { ip saddr 10.0.0.1 jump n; }\n",
                    " chain c { \(nat) tcp dport @s jump m; }\n"
                ),
                old: "{ 80 }",
                new: "{ 81 }"
            ),
            Change(
                testDescription: "what goes another way before the call",
                rules: table(translation, " chain c { \(nat) ip saddr 10.0.0.1 accept; tcp dport 80 jump n; }\n"),
                old: "10.0.0.1 accept",
                new: "10.0.0.2 accept"
            ),
            Change(
                testDescription: "the priority of the chain where packets come in",
                rules: table(translation, " chain c { \(nat) tcp dport 80 jump n; }\n"),
                old: "-100",
                new: "-101",
                way: "c (type nat hook prerouting priority -101), 'tcp dport 80 jump' to n"
            ),
            Change(
                testDescription: "the type of the chain where packets come in",
                rules: table(
                    " chain n { limit rate 1/second meta mark set 1; }\n chain c { type route hook output priority 0; jump n; }\n"
                ),
                old: "type route",
                new: "type filter",
                way: "c (type filter hook output priority 0)"
            ),
            Change(
                testDescription: "the last element of a long set",
                rules: table(" chain c { \(nat) tcp dport { 1, 3, 5, 7, 9, 11, 13 } dnat ip to 10.0.0.1:9; }\n"),
                old: "13",
                new: "15"
            ),
        ]

        private let folder: ScratchFolder

        init() throws {
            self.folder = try ScratchFolder()
        }

        @Test("another way is told, with all of it", arguments: changes)
        func told(change: Change) async throws {
            let before = try self.folder.write(change.rules, to: "before.nft")
            let after = try self.folder.write(change.rules.replacing(change.old, with: change.new), to: "after.nft")
            let same = try await Picket.run("diff", before, before)
            #expect(same.code == 0, "\(same.all)")
            let run = try await Picket.run("diff", before, after)
            #expect(run.code == 69 && run.output.contains("\nnew, cannot be known beforehand: "), "\(run.all)")
            #expect(run.output.contains(change.way), "\(run.all)")
        }

        @Test(
            "what leads elsewhere, and other names, are no other way",
            arguments: [
                ("25 : continue", "26 : continue"), ("25 : continue", "25 : jump x"), ("chain c", "chain d"),
                ("jump x; jump a", "jump a; jump b"),
                ("inet t", "inet u"),
            ]
        )
        func same(old: String, new: String) async throws {
            let rules = Self.table(
                " map m { type inet_service : verdict; elements = { 22 : jump a, 23 : jump b, 25 : continue }; }\n",
                " chain x { counter; }\n chain y { jump x; jump a; }\n",
                Self.limits,
                " chain c { \(Self.closed) tcp dport vmap @m; }\n"
            )
            let before = try self.folder.write(rules, to: "before.nft")
            let after = try self.folder.write(rules.replacing(old, with: new), to: "after.nft")
            let run = try await Picket.run("diff", before, after)
            #expect(run.code == 0, "\(run.all)")
        }

        @Test("the order of chains, their names and the form of a map make no other way")
        func names() async throws {
            let rules = Self.table(
                " map m { type inet_service : verdict; elements = { 22 : jump a, 23 : jump b }; }\n",
                Self.limits,
                " chain c { \(Self.closed) tcp dport vmap @m; ip saddr 10.0.0.1 jump a; }\n"
            )
            let renamed = Self.table(
                " chain two { limit rate 1/hour accept; }\n chain one { limit rate 1/second accept; }\n",
                " chain d { \(Self.closed) tcp dport vmap { 23 : jump two, 22 : jump one }; ip saddr 10.0.0.1 jump one; }\n"
            )
            let before = try self.folder.write(rules, to: "before.nft")
            let after = try self.folder.write(renamed, to: "after.nft")
            let run = try await Picket.run("diff", before, after)
            #expect(run.code == 0, "\(run.all)")
        }
    }
}
