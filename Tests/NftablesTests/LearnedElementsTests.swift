import Testing

@testable import Nftables

@Suite struct LearnedElementsTests {
    /// Listed by nft 1.0.6 after connections from three addresses.
    private static let listing = """
        table inet picket {
        \tset links {
        \t\ttype ipv4_addr . inet_service
        \t\telements = { 10.2.0.62 . 50333,
        \t\t\t     198.51.100.21 . 50333 }
        \t}

        \tset strangers-new {
        \t\ttype ipv4_addr
        \t\tsize 65535
        \t\tflags dynamic,timeout
        \t\ttimeout 2m
        \t\telements = { 127.0.0.5 limit rate over 30/minute burst 30 packets, 127.0.0.6 limit rate over 30/minute burst 30 packets,
        \t\t\t     127.0.0.7 limit rate over 30/minute burst 30 packets }
        \t}

        \tset strangers-per-prefix {
        \t\ttype ipv4_addr
        \t\tsize 65535
        \t\tflags dynamic
        \t\telements = { 127.0.0.0 ct count over 16 }
        \t}

        \tset administration {
        \t\ttype ipv4_addr
        \t\tflags interval
        \t\telements = { 203.0.113.0/24 }
        \t}
        }

        """

    @Test("only the elements of sets that rules fill are left out")
    func removesLearned() {
        let kept = LearnedElements.removed(from: Self.listing)
        #expect(!kept.contains("127.0.0"))
        let removed = Self.listing.split(separator: "\n").filter { $0.contains("127.0.0") }
        #expect(removed.count == 3)
        let expected = Self.listing.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.contains("127.0.0") }
        #expect(kept.split(separator: "\n", omittingEmptySubsequences: false) == expected)
    }

    @Test("a listing without such sets stays as it is")
    func keepsOthers() {
        let listing = "table inet picket {\n\tset a {\n\t\tflags interval\n\t\telements = { 10.0.0.1 }\n\t}\n}\n"
        #expect(LearnedElements.removed(from: listing) == listing)
        #expect(LearnedElements.removed(from: "") == "")
    }
}
