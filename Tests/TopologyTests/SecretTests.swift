import Diagnostics
import Skywelld
import Testing
import Topology

@Suite struct SecretTests {
    private static let seed = "snVjqesLaiCppdpmYqouDVB1Ef7qt"

    private static func rendered(_ text: String) -> String {
        let reading = read(text)
        return DiagnosticRenderer(color: .always).render(reading.diagnostics, in: reading.source)
            + "\(reading.diagnostics)" + reading.source.text
    }

    @Test(
        "a secret in the topology is refused and never shown",
        arguments: [
            "secrets: { node_seed: SECRET }", "secrets:\n  validation_seed: 'SECRET'",
            "daemon: { node_seed: SECRET }", "daemon: { mysql_config: [SECRET, file:a] }",
            "daemon: { mysql_config: { host: SECRET } }", "daemon: { port_ws: { ip: 10.0.0.1, password: SECRET } }",
            "daemon: { port_ws: ['admin_password = SECRET'] }", "secrets: { node_seed: [SECRET] }",
            "secrets: { node_sed: SECRET }", "SECRET: 1", "secrets: SECRET", "ssh: { user: '-SECRET' }",
            "trust: { validators: { a: SECRET } }", "trust: { quorum: SECRET }", "secrets: { node_seed: SECRET",
        ]
    )
    func hides(line: String) {
        let text = file(end: line.replacing("SECRET", with: Self.seed))
        #expect(read(text).topology == nil)
        #expect(!Self.rendered(text).contains(Self.seed))
        #expect(!Self.rendered(text).contains(Self.seed.dropFirst(5)))
    }

    @Test("a passphrase where a seed belongs is hidden as well, though it looks like any text")
    func hidesPassphrases() throws {
        let text = file(end: "secrets: { node_seed: correct-horse-battery }")
        #expect(codes(text) == [.secretInTheClear])
        #expect(!Self.rendered(text).contains("horse"))
        let reading = read(text)
        #expect(reading.source.text == text.replacing("correct-horse-battery", with: "*********************"))
    }

    @Test("P0606: points at the secret, and says that it may have been seen")
    func placesSecret() throws {
        let diagnostic = try expectOne(.secretInTheClear, in: file(end: "secrets: { node_seed: 1️⃣\(Self.seed)2️⃣ }"))
        #expect(diagnostic.help?.contains("take a new secret") == true)
    }

    @Test("a file without secrets is shown as it is")
    func leavesRest() {
        #expect(read(wholeLanguage).source.text == wholeLanguage)
    }

    @Test("secret sections take references, also for single lines")
    func readsReferences() throws {
        let text = file(end: "daemon: { mysql_config: [file:a.txt, env:LEDGER, 'file:b.txt'] }")
        let section = try topology(text).hosts[0].daemon.sections[0]
        let sources = section.lines.map { line in
            switch line {
            case .secret(.file(let path, _)): path
            case .secret(.environment(let name, _)): name
            case .text: "text"
            }
        }
        #expect(sources == ["a.txt", "LEDGER", "b.txt"])
    }

    @Test("P0607: references elsewhere are refused")
    func refusesReferencesElsewhere() throws {
        try expectOne(.secretElsewhere, in: file(end: "daemon: { sntp_servers: [1️⃣file:a2️⃣] }"))
    }

    @Test("P0608: malformed references are refused", arguments: ["'file:'", "'env:'", "'env:1A'", "'env:A-B'"])
    func refusesReferences(reference: String) throws {
        try expectOne(.badSecretReference, in: file(end: "secrets: { node_seed: 1️⃣\(reference)2️⃣ }"))
    }
}
