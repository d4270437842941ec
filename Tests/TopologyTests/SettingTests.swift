import Diagnostics
import Testing
import Topology

@Suite struct SettingTests {
    @Test("P0601: an unknown section is refused, with the nearest")
    func refusesUnknownSections() throws {
        let diagnostic = try expectOne(.unknownSection, in: file(end: "daemon: { 1️⃣sntp_server2️⃣: [10.0.0.1] }"))
        #expect(diagnostic.help?.hasPrefix("did you mean 'sntp_servers'?") == true)
        try expectOne(.unknownSection, in: file(end: "daemon: { 1️⃣Node_size2️⃣: small }"))
        _ = try topology(file(end: "daemon: { fee_default: 10, path_search: 7 }"))
    }

    @Test(
        "P0602: a section that follows from the topology is refused, and the role shown",
        arguments: ["ips_fixed", "ips", "peer_private", "peers_max", "node_seed", "server", "validators", "port_peer"]
    )
    func refusesOwnedSections(name: String) throws {
        let hosts = "a: { role: 3️⃣sentry4️⃣, internet: 198.51.100.11, daemon: { 1️⃣\(name)2️⃣: file:x } }"
        try expectOne(.ownedSection, in: file(hosts: hosts), labels: [("3️⃣", "4️⃣")])
    }

    @Test("P0602: what 'trust' decides is shown there")
    func showsTrust() throws {
        let end = "3️⃣trust4️⃣: { quorum: 1 }\ndaemon: { 1️⃣validation_quorum2️⃣: 2 }"
        try expectOne(.ownedSection, in: file(end: end), labels: [("3️⃣", "4️⃣")])
    }

    @Test(
        "P0603: lines that would not arrive as they are are refused",
        arguments: ["'[x]'", "'# x'", "''", "' x'", "'x '", "\"a\\nb\"", "é"]
    )
    func refusesLines(line: String) throws {
        try expectOne(.badSectionLine, in: file(end: "daemon: { sntp_servers: [1️⃣\(line)2️⃣] }"))
    }

    @Test("P0605: a second port for peers is refused")
    func refusesPeerPort() throws {
        let port = "ip: 10.0.0.1, port: 1, protocol: 1️⃣'http, Peer'2️⃣"
        try expectOne(.badPortSection, in: file(end: "daemon: { port_x: { \(port) } }"))
    }

    @Test(
        "P0611: a rule must not leave its chain",
        arguments: [
            "accept }", "accept; drop", "accept # x", "{ accept", "  ", "include \"more.nft\"", "  include\"more.nft\"",
            "define port = 5", "policy accept", "type filter hook input priority 0",
        ]
    )
    func refusesRules(rule: String) throws {
        try expectOne(.badRule, in: file(end: "firewall: { rules: { input: [1️⃣'\(rule)'2️⃣] } }"))
    }

    @Test("a rule may hold the words that begin other lines")
    func takesRules() throws {
        let rules = "'included accept', 'tcp dport 22 log prefix \"include define\" accept comment \"policy\"'"
        _ = try topology(file(end: "firewall: { rules: { input: [\(rules)] } }"))
    }

    @Test("an inherited mistake is reported once, where it is written")
    func reportsInheritedOnce() throws {
        let text = file(
            hosts:
                "a{1..9}: { role: sentry, internet: 198.51.100.{11..19} }\nb: { role: hub, internet: 198.51.100.30 }",
            end: "defaults: { peer_port: 1️⃣02️⃣ }"
        )
        try expectOne(.badPort, in: text)
    }

    @Test("P0102: mistakes of a level that no host uses are reported as well")
    func checksUnusedLevels() throws {
        try expectOne(.unknownKey, in: file(end: "roles: { hub: { 1️⃣zome2️⃣: a } }"))
        try expectOne(.unknownSection, in: file(end: "roles: { hub: { daemon: { 1️⃣x2️⃣: a } } }"))
    }

    @Test("P0612: unknown names in expectations are refused, with the nearest")
    func refusesParties() throws {
        let end = "expect: [{ deny: { from: any, to: 1️⃣sentry-22️⃣ } }]"
        #expect(try expectOne(.unknownParty, in: file(end: end)).help?.hasPrefix("did you mean 'sentry-1'?") == true)
    }

    @Test("P0111: an expectation says exactly one thing")
    func refusesSeveral() throws {
        try expectOne(.notExactlyOne, in: file(end: "expect: [1️⃣{}2️⃣]"))
    }
}
