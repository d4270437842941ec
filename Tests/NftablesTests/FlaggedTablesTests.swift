import Testing

@testable import Nftables

@Suite("Flagged tables")
struct FlaggedTablesTests {
    @Test("tables are read from nft syntax with their flags, and nothing else is taken for one")
    func tables() {
        let text = """
            table inet asleep {
            	flags dormant

            	comment "table ip x {"
            	chain c {
            		type filter hook input priority filter; policy accept;
            	}
            }
            table ip6 awake { # handle 3
            	set s {
            		type inet_service
            		flags interval
            	}
            }
            table ip owned { # progname nft
            	flags owner, dormant
            }
            """
        let found = NftablesContext.tables(of: text)
        #expect(found.map(\.name) == ["inet asleep", "ip6 awake", "ip owned"])
        #expect(found.map(\.flags) == [["dormant"], [], ["owner", "dormant"]])
    }
}
