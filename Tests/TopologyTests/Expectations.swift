import Diagnostics
import TestSupport
import Testing
import Topology

/// The example of the language's documentation.
let quickstart = """
    picket: 1
    network: quickstart

    segments:
      internet: { public: true, cidr: 198.51.100.0/24 }
      backbone: { cidr: 10.1.10.0/24 }

    hosts:
      validator-1:   { role: validator, backbone: 10.1.10.51 }
      sentry-{1..2}: { role: sentry, backbone: 10.1.10.{55..56}, internet: 198.51.100.{11..12} }
    """

/// A file with the given segments and hosts, one per line, and further lines at its end.
func file(
    segments: String = "internet: { public: true, cidr: 198.51.100.0/24 }\nbackbone: { cidr: 10.1.10.0/24 }",
    hosts: String = "sentry-1: { role: sentry, internet: 198.51.100.11, backbone: 10.1.10.55 }",
    end: String = ""
) -> String {
    func indented(_ lines: String) -> String {
        lines.split(separator: "\n").map { "  \($0)\n" }.joined()
    }
    return "picket: 1\nnetwork: test\nsegments:\n\(indented(segments))hosts:\n\(indented(hosts))\(end)"
}

func read(_ text: String) -> TopologyReading {
    Topology.read(SourceFile(name: "topology.yaml", text: text))
}

/// The topology of a text that has no errors.
func topology(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Topology {
    let reading = read(text)
    let problems = DiagnosticRenderer(color: .never).render(reading.diagnostics, in: reading.source)
    return try #require(reading.topology, "\(problems)", sourceLocation: sourceLocation)
}

/// The one diagnostic of a text, which must have a code and lie between the marks 1️⃣ and 2️⃣.
///
/// - Parameters:
///   - code: The expected code.
///   - marked: The text; without marks, the diagnostic must have no place.
///   - labels: The marks around each label.
@discardableResult
func expectOne(
    _ code: Diagnostic.Code,
    in marked: String,
    labels: [(Character, Character)] = [],
    sourceLocation: SourceLocation = #_sourceLocation
) throws -> Diagnostic {
    let marked = MarkedText(marked)
    let reading = read(marked.text)
    let problems = DiagnosticRenderer(color: .never).render(reading.diagnostics, in: reading.source)
    try #require(reading.diagnostics.count == 1, "\(problems)", sourceLocation: sourceLocation)
    let diagnostic = reading.diagnostics[0]
    #expect(diagnostic.code == code, "\(problems)", sourceLocation: sourceLocation)
    let span = marked.contains("1️⃣") ? marked.span("1️⃣", "2️⃣") : nil
    #expect(diagnostic.span == span, "\(problems)", sourceLocation: sourceLocation)
    let expected = labels.map { marked.span($0.0, $0.1) }
    #expect(diagnostic.labels.map(\.span) == expected, "\(problems)", sourceLocation: sourceLocation)
    #expect((reading.topology == nil) == (diagnostic.severity == .error), sourceLocation: sourceLocation)
    return diagnostic
}

/// The codes of a text's diagnostics, in the order in which they were found.
func codes(_ text: String) -> [Diagnostic.Code] {
    read(text).diagnostics.map(\.code)
}
