import Diagnostics
import TestSupport
import Testing
import Topology

@Suite struct LanguageTests {
    /// A good topology with a gap for the entries of each map, by the map's path; the gap is `@`.
    private static let frames: [String: String] = {
        let head =
            "picket: 1\nnetwork: frame\nsegments:\n  internet: { public: true, cidr: 198.51.100.0/24 }\n"
            + "  backbone: { cidr: 10.1.10.0/24 }\n"
        let hosts = """
            hosts:
              validator-1: { role: validator, backbone: 10.1.10.151 }
              sentry-{1..2}: { role: sentry, zone: site-c, backbone: '10.1.10.{161..162}', internet: '198.51.100.{61..62}' }
              s-1: { role: sentry, zone: site-a, backbone: 10.1.10.163, internet: 198.51.100.63 }
              s-2: { role: sentry, zone: site-b, backbone: 10.1.10.164, internet: 198.51.100.64 }
              r-1: { role: relay, backbone: 10.1.10.170, sentries: ['s-*'] }
              n-1: { role: sentry, group: north, backbone: 10.1.10.165, internet: 198.51.100.65 }
              hub-1: { role: hub, internet: 198.51.100.40 }
              partner: { role: external, internet: 198.51.100.99 }

            """
        return [
            "": "@",
            "segments": "picket: 1\nnetwork: frame\nsegments:\n  internet: { public: true, cidr: 198.51.100.0/24 }\n"
                + "  @\nhosts: { s: { role: sentry, internet: 198.51.100.11 } }\n",
            "segments.SEGMENT": "picket: 1\nnetwork: frame\nsegments:\n"
                + "  internet: { public: true, cidr: 198.51.100.0/24 }\n  a:\n    @\n"
                + "hosts: { s: { role: sentry, internet: 198.51.100.11 } }\n",
            "defaults": head + hosts + "defaults:\n  @\n",
            "roles": head + hosts + "roles:\n  @\n",
            "roles.ROLE": head + hosts + "roles:\n  sentry:\n    @\n",
            "groups": head + hosts + "groups:\n  @\n",
            "groups.GROUP": head + hosts + "groups:\n  north:\n    @\n",
            "hosts": head + "hosts:\n  @\n",
            "hosts.HOST": head + hosts + "  x:\n    internet: 198.51.100.77\n    @\n",
            "sentries": head + hosts + "  v: { role: validator, backbone: 10.1.10.59, sentries: { @ } }\n",
            "peers": head + hosts + "  t: { role: sentry, internet: 198.51.100.66, zone: site-a, peers: { @ } }\n",
            "trust": head + hosts + "trust:\n  @\n",
            "trust.validators": head + hosts + "trust:\n  validators:\n    @\n",
            "daemon": head + hosts + "daemon:\n  @\n",
            "daemon.SECTION": head + hosts + "daemon:\n  node_db:\n    @\n",
            "firewall": head + hosts + "firewall:\n  @\n",
            "firewall.monitoring": head + hosts + "firewall:\n  monitoring:\n    @\n",
            "firewall.egress": head + hosts + "firewall:\n  egress:\n    @\n",
            "firewall.egress.NAME": head + hosts + "firewall:\n  egress:\n    x:\n      @\n",
            "firewall.limits": head + hosts + "firewall:\n  limits:\n    @\n",
            "firewall.log": head + hosts + "firewall:\n  log:\n    @\n",
            "firewall.rules": head + hosts + "firewall:\n  rules:\n    @\n",
            "secrets": head + hosts + "secrets:\n  @\n",
            "ssh": head + hosts + "ssh:\n  @\n",
            "expect": head + hosts + "expect:\n  - @\n",
            "expect.deny": head + hosts + "expect:\n  - deny:\n      @\n",
            "expect.survives": head + hosts + "expect:\n  - survives: { @ }\n",
        ]
    }()

    /// Every map of the language, each once.
    private static let maps: [MapDescription] = {
        var maps: [MapDescription] = []
        func visit(_ map: MapDescription) {
            guard !maps.contains(where: { $0.path == map.path }) else { return }
            maps.append(map)
            for key in map.keys { Self.maps(in: key.type).forEach(visit) }
            if let others = map.others { Self.maps(in: others.value.type).forEach(visit) }
        }
        visit(Language.file)
        return maps
    }()

    private static func maps(in type: ValueType) -> [MapDescription] {
        switch type {
        case .map(let map): [map]
        case .either(let types): types.flatMap(Self.maps)
        case .list(let item, _): Self.maps(in: item)
        default: []
        }
    }

    /// A topology with one example in it, and whatever else its map must have.
    private static func topology(with example: KeyDescription, in map: MapDescription) throws -> String {
        var entries = map.keys.filter { $0.isRequired && $0.name != example.name }.map(\.example)
        entries.append(example.example)
        switch (map.path, example.name) {
        case ("", "groups"):
            entries = entries.map { $0.replacing("role: sentry,", with: "role: sentry, group: north,") }
        case ("hosts.HOST", "role"): entries.append("zone: b")
        case ("hosts.HOST", "sentries"), ("hosts.HOST", "relays"):
            entries.append("role: validator\nbackbone: 10.1.10.52")
        case ("hosts.HOST", _): entries.append("role: sentry")
        default: break
        }
        // The example of the whole file needs names that others mention.
        if map.path.isEmpty {
            entries = entries.map { entry in
                switch entry.prefix(6) {
                case "segmen":
                    "segments: { internet: { public: true, cidr: 198.51.100.0/24 }, backbone: { cidr: 10.1.10.0/24 } }"
                case "hosts:" where example.name == "expect":
                    "hosts: { sentry-1: { role: sentry, internet: 198.51.100.11, backbone: 10.1.10.61 }, "
                        + "validator-1: { role: validator, backbone: 10.1.10.51 } }"
                default: entry
                }
            }
        }
        let frame = try #require(Self.frames[map.path], "no frame for '\(map.path)'")
        let line = frame.split(separator: "\n").first { $0.contains("@") } ?? "@"
        let isFlow = line.contains("{ @ }")
        let indent = String(repeating: " ", count: line.prefix { $0 == " " }.count)
        let lines = entries.flatMap { $0.split(separator: "\n") }
        return frame.replacing(
            "@",
            with: isFlow ? lines.joined(separator: ", ") : lines.joined(separator: "\n\(indent)")
        )
    }

    @Test("there is a frame for every map", arguments: Self.maps.map(\.path))
    func hasFrame(path: String) {
        #expect(Self.frames[path] != nil)
    }

    @Test("every example can be read as part of a whole topology", arguments: Self.maps.map(\.path))
    func readsExamples(path: String) throws {
        let map = try #require(Self.maps.first { $0.path == path })
        for key in map.keys + (map.others.map { [$0.value] } ?? []) {
            let text = try Self.topology(with: key, in: map)
            let reading = read(text)
            let problems = DiagnosticRenderer(color: .never).render(reading.diagnostics, in: reading.source)
            #expect(reading.topology != nil, "\(key.example)\n\(text)\n\(problems)")
            #expect(key.example.hasPrefix(key.name) || map.others?.value.name == key.name, "\(key.example)")
        }
    }

    @Test("the documentation of the language is what its description says")
    func documents() throws {
        #expect(try Golden.difference(Topology.languageDocument, from: "docs/topology.md") == nil)
    }
}
