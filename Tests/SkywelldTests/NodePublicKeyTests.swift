import Skywelld
import TestSupport
import Testing

@Suite("NodePublicKey")
struct NodePublicKeyTests {
    private let good = "03D49C56E1B185F1BE899AE66A02EFC17F78EA6FC53AF85E0FE54C6E8B7F8C71A8"

    @Test("takes a compressed point of the curve only")
    func point() {
        #expect(NodePublicKey(bytes: bytes(self.good)) != nil)
        #expect(NodePublicKey(bytes: []) == nil)
        #expect(NodePublicKey(bytes: bytes(self.good) + [0]) == nil)
        #expect(NodePublicKey(bytes: [UInt8](repeating: 0, count: 33)) == nil)
        #expect(NodePublicKey(bytes: [4] + bytes(self.good).dropFirst()) == nil)
        #expect(NodePublicKey(bytes: [2] + [UInt8](repeating: 0xFF, count: 32)) == nil)
        // x = 5 has no point.
        #expect(NodePublicKey(bytes: [2] + [UInt8](repeating: 0, count: 31) + [5]) == nil)
    }

    @Test("is not read from base58 that is no point, though its checksum is good")
    func notAPoint() {
        #expect(NodePublicKey(base58: "n9NCjXaBuJeiHV4WV3hjH1edywdG45bMZ4SeC56ekQavtG2fhkgE") == nil)
        #expect(NodePublicKey(base58: "nUGHoLkGCqaRoCxupuxSPADHNVk88dWCiMEXaFbaZy8N1DwD7e62") == nil)
    }

    @Test(
        "reads base64 strictly",
        arguments: [
            "", "A9ScVuGxhfG+iZrmagLvwX946m/FOvheD+VMbot/jHG", "A9ScVuGxhfG+iZrmagLvwX946m/FOvheD+VMbot/jHGo=",
            " 9ScVuGxhfG+iZrmagLvwX946m/FOvheD+VMbot/jHGo", "A9ScVuGxhfG-iZrmagLvwX946m_FOvheD-VMbot_jHGo",
            "A9ScVuGxhfG+iZrmagLvwX946m/FOvheD+VMbot/jH==", "\nA9ScVuGxhfG+iZrmagLvwX946m/FOvheD+VMbot/jHG",
        ]
    )
    func malformedBase64(text: String) {
        #expect(NodePublicKey(base64: text) == nil)
    }

    @Test("is ordered by its bytes and printed as base58")
    func order() throws {
        let low = try #require(
            NodePublicKey(bytes: bytes("02F400467FA7FC3C1432BFEB8EDE23299AF25CDCF5DE76E9CB05BF6C567F4B09D8"))
        )
        let high = try #require(NodePublicKey(bytes: bytes(self.good)))
        #expect(low < high && !(high < low))
        #expect("\(high)" == "n94a1u4rAz288pZLtw6yFWVbi89YamiC6JBXPVUr5zmExe5fTVg9")
    }
}
