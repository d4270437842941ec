import Nftables
import TestSupport
import Testing

/// What rules ask for that nft does not list, by what the kernel runs.
@Suite struct UnlistedQuestionTests {
    private static func bytecode() throws -> String {
        try Repository.text("Tests/Vectors/nftables/unsaid.bytecode")
    }

    private static func listing(_ bytecode: String?) throws -> RulesetListing {
        let json = try Repository.text("Tests/Vectors/nftables/unsaid.json")
        return try RulesetListing(KernelListing(json: json, bytecode: bytecode))
    }

    private static func rules(_ listing: RulesetListing, _ table: Int) -> [UnlistedQuestions] {
        listing.tables[table].chains[0].rules.map(\.unlisted)
    }

    @Test("a listing alone says nothing of what it may leave out, and is sure of the rest")
    func isUnknown() throws {
        let listing = try Self.listing(nil)
        #expect(listing.leavesOutQuestions)
        #expect(Self.rules(listing, 0).dropLast().allSatisfy { $0 == .unknown })
        #expect(Self.rules(listing, 0).last == .known([]))
        #expect(Self.rules(listing, 1) == [.unknown, .unknown, .unknown, .known([]), .known([])])
        #expect(Self.rules(listing, 2) == [.unknown, .unknown])
    }

    @Test("what the kernel runs tells the next header from the protocol behind all headers")
    func isRead() throws {
        let listing = try Self.listing(Self.bytecode())
        #expect(!listing.leavesOutQuestions)
        #expect(
            Self.rules(listing, 0) == [
                .known([.nextHeader(6)]), .known([.transport(6)]), .known([.transport(6), .nextHeader(6)]),
                .known([.nextHeader(6)]), .known([]), .known([.nextHeader(6)]), .known([.transport(6)]),
                .known([.nextHeader(58)]), .known([.nextHeader(51)]), .known([.nextHeader(6)]), .known([]),
            ]
        )
        #expect(Self.rules(listing, 1) == [.known([.transport(254)]), .known([]), .known([]), .known([]), .known([])])
        #expect(Self.rules(listing, 2) == [.known([.transport(254)]), .known([.transport(254)])])
    }

    @Test(
        "what cannot be read for sure stays unknown",
        arguments: [
            "reg 1 0x00000006": "reg 1 0x06", "ip6 direct input 2\n": "ip6 direct input 99\n",
            "payload load 1b @ network header + 6": "payload load 4b @ network header + 4",
        ]
    )
    func staysUnknown(was: String, becomes: String) throws {
        let bytecode = try Self.bytecode().replacing(was, with: becomes)
        #expect(Self.rules(try Self.listing(bytecode), 0)[0] == .unknown)
    }
}
