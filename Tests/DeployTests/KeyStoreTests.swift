import Compiler
import Deploy
import Diagnostics
import Skywelld
import TestSupport
import Testing
import Topology

@Suite("KeyStore")
struct KeyStoreTests {
    private let folder: ScratchFolder
    private let topology: Topology

    init() throws {
        self.folder = try ScratchFolder()
        self.topology = try SampleTopology.quickstart()
    }

    private var store: KeyStore { KeyStore(folder: self.folder.path, environment: { _ in nil }) }

    private func codes(_ topology: Topology? = nil) -> [Diagnostic.Code] {
        self.store.load(topology ?? self.topology).diagnostics.map(\.code)
    }

    @Test("makes a node key for every host and a validation key for validators, of the user alone")
    func makes() throws {
        let made = try self.store.makeMissing(for: self.topology)
        #expect(
            made.map { "\($0.host) \($0.kind.rawValue) \($0.outcome)" } == [
                "validator-1 node_seed made", "validator-1 validation_seed made", "sentry-1 node_seed made",
                "sentry-2 node_seed made",
            ]
        )
        #expect(
            self.folder.files() == [
                "keys/.gitignore", "keys/quickstart/sentry-1.node_seed", "keys/quickstart/sentry-2.node_seed",
                "keys/quickstart/validator-1.node_seed", "keys/quickstart/validator-1.validation_seed",
            ]
        )
        #expect(self.folder.text("keys/.gitignore") == "*\n")
        for name in self.folder.files() where name.hasSuffix("_seed") { #expect(self.folder.mode(name) == 0o600) }
        #expect(self.folder.mode("keys") == 0o700 && self.folder.mode("keys/quickstart") == 0o700)
        let (secrets, diagnostics) = self.store.load(self.topology)
        #expect(diagnostics == [])
        let identities = try #require(secrets).identities
        #expect(Set(identities.keys) == Set(self.topology.hosts.map(\.name)))
        #expect(identities.values.filter { $0.validationSeed != nil }.count == 1)
        #expect(Set(identities.values.map(\.nodeKey)).count == 3)
    }

    @Test("keeps what is there, whatever it holds, and makes the rest")
    func keeps() throws {
        try self.folder.write("not a key", to: "keys/quickstart/sentry-1.node_seed")
        try self.folder.write("mine\n", to: "keys/.gitignore")
        let first = try self.store.makeMissing(for: self.topology)
        #expect(first.filter { $0.outcome == .kept }.map(\.host.rawValue) == ["sentry-1"])
        let files = self.folder.files()
        let texts = files.map(self.folder.text)
        let again = try self.store.makeMissing(for: self.topology)
        #expect(again.allSatisfy { $0.outcome == .kept })
        #expect(self.folder.files() == files && files.map(self.folder.text) == texts)
        #expect(self.folder.text("keys/quickstart/sentry-1.node_seed") == "not a key")
        #expect(self.folder.text("keys/.gitignore") == "mine\n")
    }

    @Test("P0701: a topology without any key says so once")
    func noKeys() {
        let (secrets, diagnostics) = self.store.load(self.topology)
        #expect(secrets == nil)
        #expect(diagnostics.map(\.code) == [.noKeys])
        #expect(diagnostics[0].message == "the network 'quickstart' has no keys yet: 4 are missing")
        #expect(diagnostics[0].help == "make them: picket keys new FILE")
    }

    @Test("P0702: each key that is missing among others is named, at its host")
    func missing() throws {
        try self.folder.write("snoPBjXtMeMyMHUVTgbuqAfg1SUTb\n", to: "keys/quickstart/sentry-1.node_seed")
        let diagnostics = self.store.load(self.topology).diagnostics
        #expect(diagnostics.map(\.code) == [.keyMissing, .keyMissing, .keyMissing])
        #expect(diagnostics[1].message.hasPrefix("the validation key of 'validator-1' is missing: there is no file /"))
        #expect(diagnostics[1].span == self.topology.hosts(.validator)[0].span)
    }

    @Test(
        "P0703: what is no key is refused with its reason, and never quoted",
        arguments: [
            ("snoPBrXtMeMyMHUVTgbuqAfg1SUTb", "letters of the XRP Ledger"),
            ("snoPBjXtMeMyMHUVTgbuqAfg1SUTa", "checksum is wrong"),
            ("DEDCE9CE67B451D852FD4E846FCDE31", "checksum is wrong"),
            ("jHb9CJAWyB4jr91VRWn96DkukG4bwdtyTh", "holds an account address, not a seed"),
            ("n94a1u4rAz288pZLtw6yFWVbi89YamiC6JBXPVUr5zmExe5fTVg9", "holds a node public key, not a seed"),
            ("I IRE BOND BOW TRIO LAID SEAT HEN GOAL IBIS IBIS DARE", "parity is wrong"),
            ("I IRE BOND BOW TRIO LAID SEAT GOAL HEN IBIS IBIS DARQ", "not in the dictionary"),
            ("correct horse battery", "hash the text as a passphrase"),
            ("passphrase:   ", "empty passphrase"),
            ("passphrase: snoPBjXtMeMyMHUVTgbuqAfg1SUTb", "marks a seed or key as passphrase"),
            ("   \n", "is empty"),
            ("snoPBjXtMeMyMHUVTgbuqAfg1SUTb\nsnVjqesLaiCppdpmYqouDVB1Ef7qt\n", "more than one line"),
        ]
    )
    func malformed(text: String, reason: String) throws {
        _ = try self.store.makeMissing(for: self.topology)
        try self.folder.write(text, to: "keys/quickstart/sentry-2.node_seed")
        let (secrets, diagnostics) = self.store.load(self.topology)
        #expect(secrets == nil)
        #expect(diagnostics.map(\.code) == [.keyMalformed])
        #expect(diagnostics[0].message.contains(reason), "\(diagnostics[0].message)")
        let said = diagnostics[0].message + (diagnostics[0].help ?? "")
        for word in text.split(whereSeparator: \.isWhitespace) where word.count > 4 && word != "passphrase:" {
            #expect(!said.contains(word))
        }
    }

    @Test(
        "takes a seed in every form",
        arguments: [
            "snoPBjXtMeMyMHUVTgbuqAfg1SUTb", "DEDCE9CE67B451D852FD4E846FCDE31C\r\n",
            "  dedce9ce67b451d852fd4e846fcde31c ",
            "I IRE BOND BOW TRIO LAID SEAT GOAL HEN IBIS IBIS DARE\n", "passphrase: masterpassphrase\n",
            "i ire b0nd b0w tri0 la1d 5eat g0al hen ib1s ibis dare",
        ]
    )
    func forms(text: String) throws {
        // '1' is read as L, not as I: the last text is one where that matters.
        let text = text.replacing("la1d", with: "laid").replacing("ib1s", with: "ibis")
        _ = try self.store.makeMissing(for: self.topology)
        try self.folder.write(text, to: "keys/quickstart/sentry-2.node_seed")
        let (secrets, diagnostics) = self.store.load(self.topology)
        #expect(diagnostics == [])
        let name = try #require(HostName("sentry-2"))
        #expect(secrets?.identities[name]?.nodeSeed == Seed(passphrase: "masterpassphrase"))
    }

    @Test(
        "P0704: a key that others may read is refused, with the command that helps",
        arguments: [0o640, 0o604, 0o620]
    )
    func openToOthers(mode: Int) throws {
        _ = try self.store.makeMissing(for: self.topology)
        let name = "keys/quickstart/validator-1.validation_seed"
        try self.folder.write(try #require(self.folder.text(name)), to: name, mode: mode)
        let diagnostics = self.store.load(self.topology).diagnostics
        #expect(diagnostics.map(\.code) == [.secretOpenToOthers])
        #expect(diagnostics[0].help == "chmod 600 \(self.folder.path)/\(name)")
    }

    @Test("P0705: a folder in the place of a key cannot be read")
    func unreadable() throws {
        _ = try self.store.makeMissing(for: self.topology)
        let name = "keys/quickstart/sentry-1.node_seed"
        let other = try SampleTopology.read(
            SampleTopology.lonelyText.replacing("lonely", with: "quickstart").replacing(" s:", with: " sentry-1:")
        )
        try self.folder.write("", to: "keys/quickstart/folder.node_seed/file")
        let folder = try SampleTopology.read(
            SampleTopology.lonelyText.replacing("lonely", with: "quickstart").replacing(" s:", with: " folder:")
        )
        #expect(self.folder.text(name) != nil)
        #expect(self.codes(other) == [])
        #expect(self.codes(folder) == [.secretUnreadable])
    }

    @Test("P0706: two hosts with one key are named, each at its place")
    func duplicates() throws {
        _ = try self.store.makeMissing(for: self.topology)
        let key = try #require(self.folder.text("keys/quickstart/sentry-1.node_seed"))
        try self.folder.write(key, to: "keys/quickstart/validator-1.node_seed")
        let diagnostics = self.store.load(self.topology).diagnostics
        #expect(diagnostics.map(\.code) == [.sharedKey])
        #expect(
            diagnostics[0].message == "the node key of 'sentry-1' is also the node key of 'validator-1'"
        )
        #expect(diagnostics[0].labels.map(\.span) == [self.topology.hosts(.validator)[0].span])
    }

    @Test("P0707: a validator whose node key is its validation key is not hidden")
    func nodeIsValidation() throws {
        _ = try self.store.makeMissing(for: self.topology)
        let key = try #require(self.folder.text("keys/quickstart/validator-1.validation_seed"))
        try self.folder.write(key, to: "keys/quickstart/validator-1.node_seed")
        #expect(self.codes() == [.nodeKeyIsValidationKey])
    }

    @Test("all problems come in one run")
    func allAtOnce() throws {
        _ = try self.store.makeMissing(for: self.topology)
        try self.folder.write("x", to: "keys/quickstart/validator-1.node_seed")
        try self.folder.write("", to: "keys/quickstart/validator-1.validation_seed", mode: 0o644)
        let key = try #require(self.folder.text("keys/quickstart/sentry-1.node_seed"))
        try self.folder.write(key, to: "keys/quickstart/sentry-2.node_seed")
        #expect(self.codes() == [.keyMalformed, .secretOpenToOthers, .sharedKey])
    }

    @Test("every diagnostic is documented once, in the order of the codes of its part")
    func documented() {
        let codes = KeyStore.diagnosticInfos.map(\.code.rawValue)
        #expect(Set(codes).count == codes.count && codes.count == 16)
        #expect(codes.allSatisfy { $0.hasPrefix("P07") })
        for info in KeyStore.diagnosticInfos {
            #expect(info.cause.hasSuffix(".") && info.reason.hasSuffix(".") && info.cure.hasSuffix("."))
            #expect(!info.summary.hasSuffix("."))
        }
    }
}
