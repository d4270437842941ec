import Skywelld
import Testing

@Suite("A domain's own file")
struct DomainFileTests {
    @Test("only names of domains are domains", arguments: ["example.org", "a.b-c.d1", "EXAMPLE.ORG"])
    func domains(text: String) {
        #expect(DomainFile.isDomain(text))
    }

    @Test(
        "all else is none",
        arguments: [
            "example", "198.51.100.7", "a..b", ".a.b", "a.b.", "-a.b", "a-.b", "a b.c", "a/b.c", "a.b\r\nX: y", "ä.org",
            String(repeating: "a.", count: 127) + "b",
        ]
    )
    func others(text: String) {
        #expect(!DomainFile.isDomain(text))
    }

    @Test("a host that hides asks nobody; one that does not says whom it asks")
    func asked() throws {
        func read(_ more: String) -> ServerConfiguration.Reading {
            let text =
                "[server]\n[node_seed]\n00000000000000000000000000000001\n[validators]\nexample.org ours\n\(more)"
            return ServerConfiguration.read(ConfigurationFile(text))
        }
        let open = read("")
        #expect(open.configuration?.validatorDomains == ["example.org"])
        #expect(
            open.problems.contains { $0.line == 5 && $0.message.contains("tells it and every resolver of this host") }
        )
        let hidden = read("[peer_private]\n1\n")
        #expect(hidden.configuration?.validatorDomains == [])
        #expect(hidden.problems.contains { $0.line == 5 && $0.message.contains("does not ask it") })
    }
}
