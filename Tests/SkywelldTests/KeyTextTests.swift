import Skywelld
import Testing

@Suite("KeyText")
struct KeyTextTests {
    private static func problem(_ bytes: [UInt8]) -> KeyText.Problem? {
        do throws(KeyText.Problem) {
            _ = try KeyText.read(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test("a written key is read again", arguments: 0..<50)
    func roundTrip(number: Int) throws {
        let seed = Seed(passphrase: "key \(number)")
        #expect(try KeyText.read(Array(KeyText.text(of: seed).utf8)) == seed)
    }

    @Test(
        "refuses with the one reason that fits",
        arguments: [
            ("", KeyText.Problem.empty), (" \r\n\t\n", .empty),
            ("snoPBjXtMeMyMHUVTgbuqAfg1SUTb\rsnoPBjXtMeMyMHUVTgbuqAfg1SUTb", .severalLines),
            ("# key\nsnoPBjXtMeMyMHUVTgbuqAfg1SUTb", .severalLines),
            ("snoPBjXtMeMyMHUVTgbuqAfg1SUTb\u{0}", .notText),
            ("jHb9CJAWyB4jr91VRWn96DkukG4bwdtyTh", .otherKind(.accountID)),
            ("pnen77YEeUd4fFKG7iycBWcwKpTaeFRkW2WFostaATy1DSupwXe", .otherKind(.nodePrivateKey)),
            ("snoPBrXtMeMyMHUVTgbuqAfg1SUTb", .xrpLedgerSeed), ("snoPBjXtMeMyMHUVTgbuqAfg1SUT", .mistypedSeed),
            ("0123456789abcdef0", .mistypedSeed), ("masterpassphrase", .noSeed), ("Passphrase: x", .noSeed),
            ("passphrase:", .emptyPassphrase), ("passphrase: DEDCE9CE67B451D852FD4E846FCDE31C", .passphraseIsKey),
            ("passphrase: snoPBrXtMeMyMHUVTgbuqAfg1SUTb", .passphraseIsKey),
        ]
    )
    func refusals(text: String, expected: KeyText.Problem) {
        #expect(Self.problem(Array(text.utf8)) == expected)
    }

    @Test("bytes that are no UTF-8 are no text")
    func notUTF8() {
        #expect(Self.problem([0x73, 0xFF, 0x0A]) == .notText)
    }

    @Test("a marked passphrase is the server's, blanks inside it too")
    func passphrase() throws {
        #expect(try KeyText.read(Array("passphrase:  two  words \n".utf8)) == Seed(passphrase: "two  words"))
    }
}
