import TestSupport
import Testing

@testable import Nftables

/// Rules that nft lists as others than the kernel runs.
@Suite struct MisprintTests {
    private static func listing(reloaded: String?) throws -> RulesetListing {
        try RulesetListing(
            KernelListing(
                json: Repository.text("Tests/Vectors/nftables/misprints.json"),
                bytecode: Repository.text("Tests/Vectors/nftables/misprints.bytecode"),
                reloaded: reloaded
            )
        )
    }

    private static func unknown(_ listing: RulesetListing) -> [Bool] {
        listing.tables[0].chains[0].rules.map { rule in
            if case .unknown? = rule.statements.first, rule.statements.count == 1 { true } else { false }
        }
    }

    @Test("a rule is unknown when its listing, loaded again, is another one, and known when it is not")
    func reloaded() throws {
        let reloaded = try Repository.text("Tests/Vectors/nftables/misprints.reloaded")
        #expect(try Self.unknown(Self.listing(reloaded: reloaded)) == [true, true, true, false])
        #expect(try Self.unknown(Self.listing(reloaded: nil)) == [false, false, false, false])
        let bytecode = try Repository.text("Tests/Vectors/nftables/misprints.bytecode")
        #expect(try Self.unknown(Self.listing(reloaded: bytecode)) == [false, false, false, false])
        #expect(try Self.unknown(Self.listing(reloaded: "\n")) == [true, true, true, true])
        // Which the kernel has not taken: what has more than plain values in it may be another rule.
        #expect(try Self.unknown(Self.listing(reloaded: "")) == [true, true, true, false])
    }

    @Test("of several differences in a row the kernel knows whether they are one")
    func differences() throws {
        let json = try Repository.text("Tests/Vectors/nftables/misprints.json")
        let alone = try #require(try RulesetListing(json: json.utf8).tables.first?.chains[0].rules.last)
        #expect(alone.joinedDifferences == [0..<2])
        let asked = try #require(try Self.listing(reloaded: nil).tables.first?.chains[0].rules.last)
        #expect(asked.joinedDifferences == [])
    }

    @Test("the order of questions is no difference, that of what else a rule does is one")
    func order() {
        let tcp = ["[ meta load l4proto => reg 1 ]", "[ cmp eq reg 1 0x00000006 ]"]
        let new = [
            "[ ct load state => reg 1 ]", "[ bitwise reg 1 = ( reg 1 & 0x00000008 ) ^ 0x00000000 ]",
            "[ cmp neq reg 1 0x00000000 ]",
        ]
        let ends = [
            "[ payload load 4b @ network header + 12 => reg 1 ]", "[ payload load 2b @ transport header + 2 => reg 9 ]",
            "[ lookup reg 1 set s 0x0 ]",
        ]
        let limit = ["[ limit rate 1/second burst 5 type packets flags 0x0 ]"]
        let drop = ["[ immediate reg 0 drop ]"]
        func isSame(_ first: [[String]], _ second: [[String]]) -> Bool {
            RulePrograms.inOrder(first.flatMap(\.self)) == RulePrograms.inOrder(second.flatMap(\.self))
        }
        #expect(isSame([tcp, new, ends, drop], [new, tcp, ends, drop]))
        #expect(isSame([tcp, new, ends, drop], [ends, new, tcp, drop]))
        #expect(isSame([tcp, limit, new, ends, drop], [tcp, limit, ends, new, drop]))
        #expect(!isSame([tcp, limit, new, drop], [new, tcp, limit, drop]))
        #expect(!isSame([tcp, limit, drop], [limit, tcp, drop]))
        #expect(!isSame([tcp, new, drop], [new, drop]))
        #expect(!isSame([tcp, drop], [tcp, drop, tcp]))
        // One that compares what another one has loaded is not moved.
        let borrowing = ["[ cmp eq reg 1 0x00000002 ]"]
        #expect(!isSame([tcp, new, borrowing, drop], [new, tcp, borrowing, drop]))
        #expect(!isSame([tcp, borrowing, new, drop], [new, tcp, borrowing, drop]))
    }

    @Test("sets without a name are told apart by what is in them, and not by their number")
    func sets() {
        func programs(_ name: String, _ element: String) -> RulePrograms {
            RulePrograms(
                "ip t @\(name)\n\telement \(element)  : 0 [end]\nip t c 4\n  [ lookup reg 1 set \(name) 0x0 ]\n"
            )
        }
        let program = programs("__set0", "0000000a").program(ofRule: 0, in: "ip t c")
        #expect(program != nil)
        #expect(program == programs("__set7", "0000000a").program(ofRule: 0, in: "ip t c"))
        #expect(program != programs("__set0", "0000000b").program(ofRule: 0, in: "ip t c"))
        #expect(programs("__set0", "0000000a").program(ofRule: 1, in: "ip t c") == nil)
    }
}
