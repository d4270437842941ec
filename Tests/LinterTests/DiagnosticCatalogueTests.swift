import Diagnostics
import Linter
import TestSupport
import Testing

@Suite struct DiagnosticCatalogueTests {
    @Test("every code is there once")
    func codesAreUnique() {
        let codes = DiagnosticCatalogue.all.map(\.code.rawValue)
        #expect(Set(codes).count == codes.count)
        #expect(codes == codes.sorted())
        #expect(codes.count > 90)
    }

    @Test("docs/diagnostics.md is what the catalogue says")
    func documentIsCurrent() throws {
        let difference = try Golden.difference(DiagnosticCatalogue.document, from: "docs/diagnostics.md")
        #expect(difference == nil)
    }

    @Test("a code is found whatever the case of its letter, and a mistyped one suggests a near one")
    func lookUp() {
        #expect(DiagnosticCatalogue.info("p1101")?.code.rawValue == "P1101")
        #expect(DiagnosticCatalogue.info("P9999") == nil)
        #expect(DiagnosticCatalogue.suggestion(for: "P1109x") == "P1109")
        #expect(DiagnosticCatalogue.suggestion(for: "hello") == nil)
    }

    @Test(
        "a code is a P and four digits",
        arguments: [
            ("P0103", true), ("p0103", true), ("P103", false), ("P01034", false), ("Q0103", false), ("P01O3", false),
            ("", false), ("topology.yaml", false),
        ]
    )
    func codeForm(word: String, isCode: Bool) {
        #expect(DiagnosticCatalogue.isCode(word) == isCode)
    }
}
