import Diagnostics
import Linter
import TestSupport
import Testing

/// Every code that the program can show is documented, and nothing else is.
@Suite struct CatalogueTests {
    @Test("every code in the sources is in the catalogue, and the reverse")
    func codesAreDocumented() throws {
        var used: Set<String> = []
        for path in try Repository.files(below: "Sources") where path.hasSuffix(".swift") {
            used.formUnion(Self.codes(in: try Repository.text(path)))
        }
        let documented = Set(DiagnosticCatalogue.all.map(\.code.rawValue))
        #expect(used.subtracting(documented).sorted() == [])
        #expect(documented.subtracting(used).sorted() == [])
    }

    @Test("the search for codes finds literals, and nothing else")
    func findsCodes() {
        #expect(Self.codes(in: #"Self(rawValue: "P0103"), "P1101x", P0001, "P12", "P2001""#) == ["P0103", "P2001"])
    }

    private static func codes(in text: String) -> Set<String> {
        Set(
            text.split(separator: "\"").filter { DiagnosticCatalogue.isCode(String($0)) && $0.hasPrefix("P") }.map(
                String.init
            )
        )
    }
}
