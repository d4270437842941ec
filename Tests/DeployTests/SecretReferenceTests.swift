import Addressing
import Compiler
import Deploy
import Diagnostics
import Skywelld
import TestSupport
import Testing

@testable import Topology

@Suite("KeyStore: references")
struct SecretReferenceTests {
    private let folder: ScratchFolder
    private let plain: Topology

    init() throws {
        self.folder = try ScratchFolder()
        self.plain = try SampleTopology.quickstart()
    }

    private static func span(_ line: Int) -> SourceSpan {
        SourceSpan(start: SourcePosition(line: line, column: 1), end: SourcePosition(line: line, column: 2))
    }

    /// The sample, with other secrets and daemon sections on each of its hosts.
    private func topology(
        _ secrets: SecretSettings = SecretSettings(),
        sections: [DaemonSettings.Section] = [],
        trust: Trust = Trust()
    ) -> Topology {
        let hosts = self.plain.hosts.map { host in
            Host(
                name: host.name,
                role: host.role,
                group: host.group,
                peerPort: host.peerPort,
                attachments: host.attachments,
                sentries: host.sentries,
                daemon: DaemonSettings(sections: sections),
                secrets: host.role == .validator ? secrets : SecretSettings(store: secrets.store),
                span: host.span,
                roleSpan: host.roleSpan
            )
        }
        return Topology(
            network: self.plain.network,
            segments: self.plain.segments,
            hosts: hosts,
            links: self.plain.links,
            trust: trust
        )
    }

    private func store(_ environment: [String: String] = [:]) -> KeyStore {
        KeyStore(folder: self.folder.path, environment: { environment[$0] })
    }

    private static func section(_ lines: DaemonSettings.Section.Line...) -> DaemonSettings.Section {
        DaemonSettings.Section(name: "mysql_config", lines: lines, span: Self.span(1))
    }

    @Test("keys come from the files and variables that the topology names, and nothing is made in their place")
    func references() throws {
        let topology = self.topology(
            SecretSettings(
                store: "vault/deep",
                nodeSeed: .file("secrets/node.txt", Self.span(3)),
                validationSeed: .environment("V_SEED", Self.span(4))
            )
        )
        let made = try self.store().makeMissing(for: topology)
        #expect(made.map(\.outcome) == [.leftToUser, .leftToUser, .made, .made])
        #expect(
            self.folder.files() == [
                "vault/deep/.gitignore", "vault/deep/quickstart/sentry-1.node_seed",
                "vault/deep/quickstart/sentry-2.node_seed",
            ]
        )
        let missing = self.store().load(topology).diagnostics
        #expect(missing.map(\.code) == [.keyMissing, .keyMissing])
        #expect(missing.map(\.span) == [Self.span(3), Self.span(4)])
        #expect(
            missing[1].message
                == "the validation key of 'validator-1' is missing: there is no environment variable V_SEED"
        )
        try self.folder.write("passphrase: node\n", to: "secrets/node.txt")
        let environment = ["V_SEED": "snoPBjXtMeMyMHUVTgbuqAfg1SUTb"]
        let (secrets, diagnostics) = self.store(environment).load(topology)
        #expect(diagnostics == [])
        let identity = try #require(secrets?.identities[self.plain.hosts(.validator)[0].name])
        #expect(identity.nodeSeed == Seed(passphrase: "node"))
        #expect(identity.validationSeed == Seed(passphrase: "masterpassphrase"))
        #expect(!identity.isThrowAway)
        let again = try self.store(environment).makeMissing(for: topology)
        #expect(again.map(\.outcome) == [.kept, .kept, .kept, .kept])
    }

    @Test("an absolute path counts from nowhere")
    func absolute() throws {
        try self.folder.write("passphrase: node\n", to: "node.txt")
        let topology = self.topology(SecretSettings(nodeSeed: .file("\(self.folder.path)/node.txt", Self.span(3))))
        _ = try self.store().makeMissing(for: topology)
        #expect(self.store().load(topology).diagnostics == [])
    }

    @Test("the lines of daemon sections come from files and variables, without blank ones")
    func lines() throws {
        let file = SecretReference.file("db.txt", Self.span(5))
        let variable = SecretReference.environment("DB", Self.span(6))
        let topology = self.topology(sections: [Self.section(.text("plain"), .secret(file), .secret(variable))])
        _ = try self.store().makeMissing(for: topology)
        try self.folder.write("one\r\n\n  two \nthree", to: "db.txt")
        let (secrets, diagnostics) = self.store(["DB": "four"]).load(topology)
        #expect(diagnostics == [])
        #expect(secrets?.lines == [file: ["one", "  two ", "three"], variable: ["four"]])
    }

    @Test("P0709, P0704: what a section refers to must be there, and the user's alone; it is said once for all hosts")
    func missingLines() throws {
        let sections = [
            Self.section(.secret(.file("none.txt", Self.span(5))), .secret(.environment("NONE", Self.span(6)))),
            Self.section(.secret(.file("open.txt", Self.span(7)))),
        ]
        let topology = self.topology(sections: sections)
        _ = try self.store().makeMissing(for: topology)
        try self.folder.write("x", to: "open.txt", mode: 0o644)
        let (secrets, diagnostics) = self.store().load(topology)
        #expect(secrets == nil)
        #expect(diagnostics.map(\.code) == [.secretMissing, .secretMissing, .secretOpenToOthers])
        #expect(diagnostics.map(\.span) == [5, 6, 7].map(Self.span))
    }

    @Test(
        "P0710: lines that the server would not read as data are refused without being quoted",
        arguments: ["# hunter2\n", "a\n[hunter2]\n", "\n \n"]
    )
    func malformedLines(text: String) throws {
        let topology = self.topology(sections: [Self.section(.secret(.file("db.txt", Self.span(5))))])
        _ = try self.store().makeMissing(for: topology)
        try self.folder.write(text, to: "db.txt")
        let diagnostics = self.store().load(topology).diagnostics
        #expect(diagnostics.map(\.code) == [.secretMalformed])
        #expect(!diagnostics[0].message.contains("hunter2"))
    }

    @Test(
        "P0708: a trusted key of others that is our own is found, whichever of our keys it is",
        arguments: KeyKind.allCases
    )
    func foreignKey(kind: KeyKind) throws {
        _ = try self.store().makeMissing(for: self.plain)
        let host = self.plain.hosts(.validator)[0]
        let identity = try #require(self.store().load(self.plain).secrets?.identities[host.name])
        let key = try #require(kind == .node ? identity.nodeKey : identity.validationKey)
        let other = NodeKey(seed: Seed(passphrase: "partner")).publicKey
        let trust = Trust(foreign: [
            Trust.Validator(name: "partner-a", key: other, span: Self.span(7)),
            Trust.Validator(name: "partner-b", key: key, span: Self.span(8)),
        ])
        let diagnostics = self.store().load(self.topology(trust: trust)).diagnostics
        #expect(diagnostics.map(\.code) == [.foreignKeyIsOwn])
        #expect(diagnostics[0].message == "the trusted key 'partner-b' is the \(kind.words) of our own 'validator-1'")
        #expect(diagnostics[0].span == Self.span(8) && diagnostics[0].labels.map(\.span) == [host.span])
    }
}
