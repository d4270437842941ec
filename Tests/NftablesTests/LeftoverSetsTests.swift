import Testing

@testable import Nftables

@Suite struct LeftoverSetsTests {
    private static let used = """
        table inet picket-slots {
        \tset strangers-11 {
        \t\ttype inet_service
        \t\tsize 65535
        \t\tflags dynamic
        \t}

        \tset own-diallers {
        \t\ttype ipv4_addr
        \t\telements = { 10.0.0.1 }
        \t}

        \tchain input {
        \t\ttcp dport 50333 add @strangers-11 { tcp dport ct count over 11 } drop
        \t}
        }

        """

    @Test("a set that rules filled under another ceiling is left out")
    func leftOut() {
        let leftover = "\tset strangers-1 {\n\t\ttype inet_service\n\t\tsize 65535\n\t\tflags dynamic\n\t}\n\n"
        let listing = Self.used.replacing("\tset own-diallers", with: leftover + "\tset own-diallers")
        #expect(listing != Self.used)
        #expect(LeftoverSets.removed(from: listing) == Self.used)
    }

    @Test("a set that a rule uses, or that a file filled, stays")
    func kept() {
        #expect(LeftoverSets.removed(from: Self.used) == Self.used)
    }
}
