import Graph
import TestSupport
import Testing
import Topology

@Suite("Pictures of a topology")
struct DrawingTests {
    /// Twelve operators with two validators and eight servers each: 120 hosts.
    static let large = """
        picket: 1
        network: large
        segments:
          internet: { public: true, cidr: 198.51.0.0/16 }
          backbone: { cidr: 10.1.0.0/16 }
        groups:
        """ + (1...12).map { "\n  op-\($0): { zone: z-\($0) }" }.joined() + "\nhosts:"
        + (1...12).map {
            """

              op-\($0)-v-{1..2}: { role: validator, group: op-\($0), backbone: 10.1.\($0).{1..2} }
              op-\($0)-s-{1..8}: { role: sentry, group: op-\($0), backbone: 10.1.\($0).{11..18}, internet: 198.51.\($0).{11..18} }
            """
        }.joined() + "\n"

    @Test("a hidden host stands at one end, strangers at the other, and no arrow ends at a validator")
    func ranks() throws {
        let drawing = Drawing.make(try SampleTopology.quickstart())
        #expect(drawing.nodes.map(\.title) == ["validator-1", "sentry-1", "sentry-2", "the Internet"])
        #expect(drawing.nodes.map(\.rank) == [.validator, .server, .server, .outside])
        #expect(drawing.nodes.map(\.isHidden) == [true, false, false, false])
        let hidden = drawing.nodes.indices.filter { drawing.nodes[$0].isHidden }
        #expect(!drawing.edges.isEmpty)
        #expect(drawing.edges.allSatisfy { !hidden.contains($0.target) })
        #expect(
            drawing.edges.filter { $0.kind == .open }.map { drawing.nodes[$0.target].title } == [
                "sentry-1", "sentry-2",
            ]
        )
    }

    @Test("every link of the topology is an arrow from its dialler to its listener")
    func links() throws {
        let topology = try SampleTopology.wide()
        let drawing = Drawing.make(topology)
        let arrows = drawing.edges.filter { $0.kind != .open }
            .map { "\(drawing.nodes[$0.source].title) \(drawing.nodes[$0.target].title) \($0.kind.rawValue)" }
        #expect(arrows == topology.links.map { "\($0.dialler) \($0.listener) \($0.kind.rawValue)" })
    }

    @Test("more than 40 hosts collapse to one node per group and role, and no link is lost")
    func collapses() throws {
        let topology = try SampleTopology.read(Self.large)
        #expect(topology.hosts.count == 120)
        let drawing = Drawing.make(topology)
        #expect(drawing.isCollapsed)
        #expect(drawing.clusters.count == 12)
        #expect(drawing.nodes.count == 25)
        #expect(drawing.nodes.prefix(2).map(\.title) == ["2 validators", "8 sentries"])
        #expect(drawing.edges.filter { $0.kind != .open }.reduce(0) { $0 + $1.count } == topology.links.count)
        #expect(!Drawing.make(topology, isCollapsed: false).isCollapsed)
        #expect(Drawing.make(topology, isCollapsed: false).nodes.count == 121)
        #expect(try Drawing.make(SampleTopology.quickstart(), isCollapsed: true).nodes.count == 3)
    }

    @Test("the details say which ports are open to whom")
    func ports() throws {
        let drawing = Drawing.make(try SampleTopology.wide())
        func detail(_ host: String, _ name: String) -> String? {
            drawing.nodes.first { $0.title == host }?.details.first { $0.name == name }?.value
        }
        #expect(detail("north-v-1", "peer port 50333") == "nobody")
        #expect(detail("north-s-1", "peer port 50333") == "everybody")
        #expect(detail("south-s-1", "peer port 61000") == "everybody")
        #expect(detail("north-v-1", "ssh") == "192.0.2.0/28, 198.51.100.200/32")
    }

    @Test("a picture of each format is what it was", arguments: ["quickstart", "large"], ["dot", "mmd", "html"])
    func golden(name: String, format: String) throws {
        let topology =
            name == "large" ? try SampleTopology.read(Self.large) : try SampleTopology.quickstart()
        let drawing = Drawing.make(topology)
        let text =
            switch format {
            case "dot": DotPrinter.text(of: drawing)
            case "mmd": MermaidPrinter.text(of: drawing)
            default: HTMLPrinter.text(of: drawing)
            }
        #expect(try Golden.difference(text, from: "Tests/GraphTests/Golden/\(name).\(format)") == nil)
    }

    @Test("a page refers to nothing outside itself")
    func selfContained() throws {
        let page = HTMLPrinter.text(of: Drawing.make(try SampleTopology.wide()))
        let text = page.replacing("xmlns=\"http://www.w3.org/2000/svg\"", with: "")
        for word in ["http:", "https:", "src=", "@import", "<link", "fetch("] { #expect(!text.contains(word)) }
    }
}
