import Diagnostics
import Testing
import Topology

@Suite struct RoleTests {
    private static let sentry = "s: { role: sentry, backbone: 10.1.10.2, internet: 198.51.100.2 }\n"

    private static func validator(_ rest: String, sentries: String = Self.sentry) -> String {
        file(hosts: "\(sentries)\(rest)")
    }

    @Test("P0401: an unknown role is refused, with the nearest")
    func refusesUnknownRole() throws {
        let near = try expectOne(.unknownRole, in: file(hosts: "a: { role: 1️⃣sentri2️⃣, internet: 198.51.100.11 }"))
        #expect(near.help == "did you mean 'sentry'?")
        let far = try expectOne(.unknownRole, in: file(hosts: "a: { role: 1️⃣master2️⃣, internet: 198.51.100.11 }"))
        #expect(far.help == "write 'validator', 'sentry', 'hub', 'relay' or 'external'")
    }

    @Test("P0403: a validator needs a sentry in its group")
    func refusesNoSentry() throws {
        try expectOne(.validatorWithoutSentry, in: file(hosts: "1️⃣v2️⃣: { role: validator, backbone: 10.1.10.1 }"))
        try expectOne(
            .validatorWithoutSentry,
            in: Self.validator("1️⃣v2️⃣: { role: validator, group: north, backbone: 10.1.10.1 }")
        )
        try expectOne(
            .validatorWithoutSentry,
            in: Self.validator("1️⃣v2️⃣: { role: validator, sentries: [], backbone: 10.1.10.1 }")
        )
    }

    @Test("P0403: is not said while a host could still turn out to be the sentry")
    func staysSilent() {
        let text = file(
            hosts: """
                v: { role: validator, backbone: 10.1.10.1 }
                w: { role: validator, backbone: 10.1.10.4, sentries: [s, 's*'] }
                s: { role: sentri, backbone: 10.1.10.2, internet: 198.51.100.2 }
                """
        )
        #expect(codes(text) == [.unknownRole])
        let validator = "v: { role: validator, group: north, backbone: 10.1.10.1 }\n"
        let misspelt = "s: { role: sentry, group: North, backbone: 10.1.10.2, internet: 198.51.100.2 }"
        #expect(codes(file(hosts: validator + misspelt)) == [.badName])
    }

    @Test("a host without an address is not told that it shares no segment as well")
    func staysSilentWithoutAddress() {
        #expect(codes(Self.validator("v: { role: validator }")) == [.hostWithoutAddress])
    }

    @Test("P0404: a validator and its sentry need a segment in common")
    func refusesNoSharedSegment() throws {
        let diagnostic = try expectOne(
            .noSharedSegment,
            in: file(
                hosts: """
                    s: { role: sentry, backbone: 10.1.10.2, internet: 198.51.100.2 }
                    3️⃣t4️⃣: { role: sentry, internet: 198.51.100.3 }
                    1️⃣v2️⃣: { role: validator, backbone: 10.1.10.1 }
                    """
            ),
            labels: [("3️⃣", "4️⃣")]
        )
        #expect(diagnostic.message == "validator 'v' shares no segment with its sentry 't'")
        #expect(diagnostic.label == "on 'backbone'")
        #expect(diagnostic.labels[0].text == "on 'internet'")
    }

    @Test("P0405: a selector that matches nothing is refused")
    func refusesEmptySelector() throws {
        let name = try expectOne(
            .selectorMatchesNothing,
            in: file(
                hosts: """
                    sentry-1: { role: sentry, backbone: 10.1.10.2, internet: 198.51.100.2 }
                    v: { role: validator, backbone: 10.1.10.1, sentries: [1️⃣sentri-12️⃣] }
                    """
            )
        )
        #expect(name.help == "did you mean 'sentry-1'?")
        try expectOne(
            .selectorMatchesNothing,
            in: Self.validator("v: { role: validator, backbone: 10.1.10.1, sentries: [s, 1️⃣'t*'2️⃣] }")
        )
    }

    @Test("P0406: only sentries can be selected by name; globs see nothing else")
    func refusesOtherHosts() throws {
        try expectOne(
            .selectedHostIsNoSentry,
            in: Self.validator(
                """
                3️⃣v4️⃣: { role: validator, backbone: 10.1.10.1 }
                w: { role: validator, backbone: 10.1.10.3, sentries: [s, 1️⃣v2️⃣] }
                """
            ),
            labels: [("3️⃣", "4️⃣")]
        )
        let text = Self.validator("v: { role: validator, backbone: 10.1.10.1, sentries: ['*'] }")
        #expect(try topology(text).hosts[1].sentries.map(\.rawValue) == ["s"])
    }

    @Test(
        "P0407: what is neither name nor pattern is refused",
        arguments: ["role=hub", "zone=A", "x=y", "S", "s s", "s/t", "[s]", "''"]
    )
    func refusesSelectors(selector: String) throws {
        let quoted = selector == "''" ? selector : "'\(selector)'"
        try expectOne(
            .badSelector,
            in: Self.validator("v: { role: validator, backbone: 10.1.10.1, sentries: [1️⃣\(quoted)2️⃣] }")
        )
    }

    @Test("P0408: a sentry has no sentries")
    func refusesSentriesOfSentry() throws {
        try expectOne(
            .sentriesOnOtherRole,
            in: file(hosts: "a: { role: 3️⃣sentry4️⃣, internet: 198.51.100.11, 1️⃣sentries: [a]2️⃣ }"),
            labels: [("3️⃣", "4️⃣")]
        )
    }

    @Test("P0409: a validator on a public segment besides a private one is a warning, and the topology is read")
    func warnsOfPublicValidator() throws {
        let diagnostic = try expectOne(
            .validatorOnPublicSegment,
            in: Self.validator("v: { role: 3️⃣validator4️⃣, backbone: 10.1.10.9, 1️⃣internet: 198.51.100.102️⃣ }"),
            labels: [("3️⃣", "4️⃣")]
        )
        #expect(diagnostic.severity == .warning)
    }

    @Test("P0412: a validator on public segments alone is a note, and the topology is read")
    func notesPublicValidator() throws {
        let diagnostic = try expectOne(
            .validatorOnPublicOnly,
            in: Self.validator("v: { role: 3️⃣validator4️⃣, 1️⃣internet: 198.51.100.102️⃣ }"),
            labels: [("3️⃣", "4️⃣")]
        )
        #expect(diagnostic.severity == .note)
    }

    @Test("P0410: a sentry needs a public segment")
    func refusesPrivateSentry() throws {
        try expectOne(
            .sentryNotPublic,
            in: file(hosts: "1️⃣a2️⃣: { role: 3️⃣sentry4️⃣, backbone: 10.1.10.1 }"),
            labels: [("3️⃣", "4️⃣")]
        )
    }

    @Test("P0411: more links than the limit are refused")
    func refusesManyLinks() throws {
        let reading = read(
            file(
                segments: "internet: { public: true, cidr: 11.0.0.0/8 }",
                hosts: (0..<8).map { block in
                    """
                    v\(block)-{1..250}: { role: validator, internet: 11.0.\(block).{1..250} }
                    s\(block)-{1..250}: { role: sentry, internet: 11.1.\(block).{1..250} }

                    """
                }.joined()
            )
        )
        #expect(reading.topology == nil)
        #expect(
            reading.diagnostics.filter { $0.severity == .error }.map(\.code)
                == [.tooManyLinks]
        )
    }

    @Test("sentries come from the validator's own group, in the order of the file")
    func choosesGroup() throws {
        let topology = try topology(
            file(
                hosts: """
                    v: { role: validator, group: north, backbone: 10.1.10.1 }
                    s{3..1}: { role: sentry, group: north, backbone: 10.1.10.{2..4}, internet: 198.51.100.{2..4} }
                    t: { role: sentry, backbone: 10.1.10.5, internet: 198.51.100.5 }
                    """
            )
        )
        #expect(topology.hosts[0].sentries.map(\.rawValue) == ["s3", "s2", "s1"])
    }

    @Test(
        "names and globs choose sentries of any group, each once",
        arguments: [
            ("[b1, a2]", ["a2", "b1"]), ("['a*']", ["a1", "a2"]), ("['?2', a2]", ["a2", "b2"]),
            ("['*1']", ["a1", "b1"]),
            ("['*']", ["a1", "a2", "b1", "b2"]), ("['**b**2**']", ["b2"]), ("['a?', '?1']", ["a1", "a2", "b1"]),
        ]
    )
    func chooses(selectors: String, expected: [String]) throws {
        let topology = try topology(
            file(
                hosts: """
                    a{1..2}: { role: sentry, backbone: 10.1.10.{2..3}, internet: 198.51.100.{2..3} }
                    b{1..2}: { role: sentry, group: b, backbone: 10.1.10.{4..5}, internet: 198.51.100.{4..5} }
                    v: { role: validator, backbone: 10.1.10.1, sentries: \(selectors) }
                    """
            )
        )
        #expect(topology.hosts[4].sentries.map(\.rawValue) == expected)
    }

    @Test("every role of the language has a name")
    func namesRoles() {
        #expect(Role.allCases.map(\.rawValue) == ["validator", "sentry", "hub", "relay", "external"])
    }
}
