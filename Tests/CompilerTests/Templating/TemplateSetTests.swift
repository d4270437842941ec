import Compiler
import Diagnostics
import TestSupport
import Testing
import Topology

@Suite struct TemplateSetTests {
    @Test("the built-in templates are the files of the folder templates")
    func isTheFolder() throws {
        let paths = try Repository.files(below: "templates")
        #expect(TemplateSet.builtIn.files.map { "templates/\($0.name)" } == paths)
        for file in TemplateSet.builtIn.files {
            #expect(file.bytes == (try Repository.bytes("templates/\(file.name)")), "\(file.name)")
        }
    }

    @Test("a user's template is used in place of ours, and the manifest says so")
    func replaces() throws {
        let topology = try SampleTopology.quickstart()
        let builtIn = try Self.compile(topology, with: .builtIn)
        let mine = TemplateSet.File(name: "picket.conf.mustache", bytes: Array("# mine, for {{host}}\n".utf8))
        let changed = try Self.compile(topology, with: TemplateSet.builtIn.replacing([mine]))
        for (one, other) in zip(builtIn.bundles, changed.bundles) {
            #expect(other[.serviceDropIn].contents == "# mine, for \(other.host)\n")
            #expect(other[.manifest] != one[.manifest])
            for name in [Artifact.Name.configuration, .ruleset, .firewallUnit] { #expect(other[name] == one[name]) }
        }
    }

    @Test("every mistake of every template is reported in one go, by template and line")
    func reportsAll() throws {
        let topology = try SampleTopology.quickstart()
        let set = TemplateSet.builtIn.replacing([
            TemplateSet.File(name: "skywelld.cfg.mustache", bytes: Array("{{hots}}\n{{#fixedPeers}}\n".utf8)),
            TemplateSet.File(name: "picket.conf.mustache", bytes: Array("{{/nudge}}".utf8)),
            TemplateSet.File(name: "skyweld.cfg.mustache", bytes: []),
        ])
        let error = #expect(throws: TemplateError.self) { try Self.compile(topology, with: set) }
        #expect(
            error?.description == """
                picket.conf.mustache:1: error[P0803]: '{{/nudge}}' closes no section; remove it, or open the section before it
                skyweld.cfg.mustache: error[P0806]: there is no template of this name; did you mean 'skywelld.cfg.mustache'?
                skywelld.cfg.mustache:1: error[P0801]: there is no 'hots'; did you mean 'host'?
                skywelld.cfg.mustache:2: error[P0802]: 'fixedPeers' is opened and never closed; close it with '{{/fixedPeers}}'
                """
        )
    }

    private static func compile(_ topology: Topology, with templates: TemplateSet) throws -> Compilation {
        try Compilation(
            topology,
            secrets: .forLab(of: topology),
            source: TopologySource(name: "a.yaml", digest: ""),
            templates: templates
        )
    }
}
