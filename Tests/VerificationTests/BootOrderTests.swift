import Compiler
import TestSupport
import Testing

@testable import Verification

/// The unit that loads the rules when a host boots.
@Suite struct BootOrderTests {
    private static func unit() throws -> String {
        let compilation = try Compilation(SampleTopology.quickstart(), source: "quickstart.yaml")
        return try #require(compilation.bundles.first)[.firewallUnit].contents
    }

    @Test("the unit that is compiled loads the rules")
    func compiled() throws {
        #expect(BootOrder(try Self.unit()).objections == [])
    }

    @Test(
        "a setting that may keep the rules from being loaded is named",
        arguments: [
            "ExecCondition=/bin/false", "PrivateNetwork=yes", "NetworkNamespacePath=/run/netns/other", "User=nobody",
            "RootDirectory=/srv", "TemporaryFileSystem=/etc", "CapabilityBoundingSet=", "  DynamicUser = yes",
        ]
    )
    func settings(line: String) throws {
        let changed = try Self.unit().replacing("[Service]\n", with: "[Service]\n\(line)\n")
        let objections = BootOrder(changed).objections
        #expect(objections.count == 1)
        #expect(objections.first?.contains("in [Service], which may keep the rules from being loaded") == true)
    }

    @Test(
        "what systemd reads otherwise than it looks is not taken for the unit",
        arguments: [
            ("Type=oneshot", "Type=simple"), ("[Install]\n", "[X-Install]\n"),
            ("[Service]\n", "[Service]\nRemainAfterExit=yes \\\n"), ("Conflicts=", "Conflicts=network.target "),
            ("[Install]\n", "[Install]\n[x\n"), ("WantedBy=sysinit.target", "WantedBy=sysinit.target %"),
            ("[Unit]\n", "[Unit]x\n"), ("PartOf=nftables.service\n", ""),
            ("ReloadPropagatedFrom=nftables.service\n", ""),
            ("ExecReload=/usr/sbin/nft -f /etc/picket/picket.nft\n", ""),
            ("RequiresMountsFor=/etc/picket /usr/sbin\n", ""),
            ("RequiresMountsFor=/etc/picket /usr/sbin", "RequiresMountsFor=/usr/sbin"),
            ("After=nftables.service", "After=\nAfter=network.target\nAfter=\nAfter=nftables.service"),
        ]
    )
    func readings(old: String, new: String) throws {
        let unit = try Self.unit()
        let changed = unit.replacing(old, with: new)
        #expect(changed != unit)
        #expect(!BootOrder(changed).objections.isEmpty)
    }
}
