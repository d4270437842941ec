import Glibc
import Nftables
import Testing

@testable import Lab

@Suite struct NftablesAsideTests {
    @Test("what comes to no end is ended, and told as such")
    func endless() {
        var hasEnded = false
        let error = #expect(throws: NftablesError.self) {
            _ = try NftablesAside.run(
                .loading("rules.nft"),
                within: 1,
                ended: { () throws(NftablesError) in hasEnded = true },
                work: { () throws(NftablesError) in
                    while true { pause() }
                }
            )
        }
        #expect(error?.message.hasPrefix("libnftables comes to no end while it loads rules.nft\n") == true)
        #expect(hasEnded)
    }
}
