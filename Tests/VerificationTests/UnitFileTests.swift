import Compiler
import Nftables
import TestSupport
import Testing

@testable import Verification

/// What the unit that loads the rules does to the connections of strangers.
@Suite struct UnitFileTests {
    private static func unit() throws -> String {
        let compilation = try Compilation(SampleTopology.quickstart(), source: "quickstart.yaml")
        return try #require(compilation.bundles.first)[.firewallUnit].contents
    }

    @Test("the unit that is compiled does nothing but load the rules")
    func compiled() throws {
        #expect(UnitFile(try Self.unit()).strayCommands == [])
    }

    @Test(
        "every other command is named, whenever it is run",
        arguments: [
            "ExecStartPre=/usr/sbin/nft delete table inet picket-slots", "ExecStartPost=/bin/sh /root/x",
            "ExecStop=/usr/sbin/nft flush ruleset", "ExecStopPost=-/usr/sbin/nft destroy table inet picket-slots",
            "ExecReload=/usr/sbin/nft -f /etc/nftables.conf", "ExecStart=-/usr/sbin/nft -f /etc/picket/picket.nft",
            "ExecCondition=/usr/sbin/nft flush set inet picket-slots held",
        ]
    )
    func stray(line: String) throws {
        let changed = try Self.unit().replacing("[Service]\n", with: "[Service]\n\(line)\n")
        #expect(UnitFile(changed).strayCommands == [line])
    }

    @Test("spaces hide no command, and a comment is none")
    func spelling() throws {
        let lines = " ExecStop \t=  /bin/true \r\n#ExecStop=/bin/false\n;ExecStop=x\n"
        let changed = try Self.unit().replacing("[Service]\n", with: "[Service]\n\(lines)")
        #expect(UnitFile(changed).strayCommands == ["ExecStop=/bin/true"])
    }

    @Test("a command is not hidden behind another way to end a line", arguments: ["\r\n", "\r", "\n\r", "\0"])
    func lineEnds(end: String) throws {
        let lines = "Description=x\(end)ExecStop=/bin/false\(end)Documentation="
        let changed = try Self.unit().replacing("Description=", with: lines)
        #expect(UnitFile(changed).strayCommands == ["ExecStop=/bin/false"])
        #expect(BootOrder(changed).objections.contains { $0.contains("it has ExecStop") })
    }

    @Test("a backslash may join lines, so that nobody knows what is run")
    func backslash() throws {
        let changed = try Self.unit().replacing("[Service]\n", with: "[Service]\nExecReload=\\\n")
        #expect(UnitFile(changed).strayCommands.last == "what its backslashes make of it")
    }

    @Test("a unit that may begin the count anew is evidence of its host; one that is not known is none")
    func evidence() throws {
        let stop = "ExecStop=/usr/sbin/nft flush ruleset"
        let changed = try Self.unit().replacing("[Service]\n", with: "[Service]\n\(stop)\n")
        let host = { StaticHost(name: try Seen.host("sentry-1"), listing: .init(tables: []), firewallUnit: $0) }
        let evidence = try host(changed).lossesByUnit
        #expect(evidence.map(\.vantage) == ["sentry-1"])
        #expect(evidence.first?.text.contains("may empty the set of strangers' connections") == true)
        #expect(try host(nil).lossesByUnit == [] && host(try Self.unit()).lossesByUnit == [])
    }
}
