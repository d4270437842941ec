import PeerProtocol
import TestSupport
import Testing

@Suite("Transaction")
struct TransactionTests {
    /// The example of the documentation of `submit` at xrpl.org, whose servers name transactions in the same way.
    private static let example = """
        1200002280000000240000000361D4838D7EA4C6800000000000000000000000000055534400000000004B4E9C06F24296074F7BC48F92A97916C6\
        DC5EA968400000000000000A732103AB40A0490F9B7ED8DF29D246BF2D6269820A0EE7742ACDD457BEA7C7D0931EDB74473045022100D184EB4AE5\
        956FF600E7536EE459345C7BBCF097A84CC61A93B9AF7197EDB98702201CEA8009B7BEEBAA2AACC0359B41C427C1C5B550A4CA4B80CF2174AF2D6D\
        5DCE81144B4E9C06F24296074F7BC48F92A97916C6DC5EA983143E9D4A2B8AA0780F682D136F7A56D6724EF53754
        """

    @Test("is known by its transaction ID")
    func identity() {
        let transaction = Transaction(bytes(Self.example), status: .new)
        #expect(
            transaction.suppressionID.description == "82230B9D489370504B39BC2CE46216176CAC9E752E5C1774A8CBEC9FBB819208"
        )
    }

    @Test("the same transaction is the same whatever is said about it")
    func status() {
        let first = Transaction([1, 2], status: .new, receiveTimestamp: 5)
        #expect(first.suppressionID == Transaction([1, 2], status: .committed, isDeferred: true).suppressionID)
        #expect(first.suppressionID != Transaction([1, 3], status: .new).suppressionID)
    }
}
