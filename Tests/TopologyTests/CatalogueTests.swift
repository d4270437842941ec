import Diagnostics
import TestSupport
import Testing
import Topology

@Suite struct CatalogueTests {
    /// Codes that no topology can show: they depend on bytes that are no text, on huge files, or on the lab.
    private static let withoutExample: Set<Diagnostic.Code> = [
        .fileTooLarge, .notUTF8, .tooManyNodes, .tooManyLinks, .segmentTooSmallForLab,
    ]

    @Test("every code of the target is documented once, in order")
    func isComplete() throws {
        let source = try Repository.text("Sources/Topology/Diagnosing/DiagnosticCode+Topology.swift")
        let codes = source.matches(of: /rawValue: "(P\d{4})"/).map { String($0.output.1) }
        #expect(codes.count > 70)
        #expect(codes == codes.sorted())
        #expect(Set(codes).count == codes.count)
        #expect(Topology.diagnosticInfos.map(\.code.rawValue) == codes)
    }

    @Test("an example triggers its code, with its severity", arguments: Topology.diagnosticInfos.map(\.code.rawValue))
    func triggers(code: String) throws {
        let info = try #require(Topology.diagnosticInfos.first { $0.code.rawValue == code })
        guard let example = info.example else {
            #expect(Self.withoutExample.contains(info.code))
            return
        }
        let reading = read(example)
        let problems = DiagnosticRenderer(color: .never).render(reading.diagnostics, in: reading.source)
        let found = reading.diagnostics.filter { $0.code == info.code }
        #expect(!found.isEmpty, "\(problems)")
        #expect(found.allSatisfy { $0.severity == info.severity }, "\(problems)")
        #expect(reading.diagnostics.count == found.count, "other mistakes hide the one that is meant:\n\(problems)")
    }

    @Test("summaries are clauses, the rest are sentences")
    func reads() {
        for info in Topology.diagnosticInfos {
            #expect(info.summary.first?.isLowercase == true || info.summary.hasPrefix("I"), "\(info.code)")
            #expect(!info.summary.hasSuffix("."), "\(info.code)")
            for text in [info.cause, info.reason, info.cure] { #expect(text.hasSuffix("."), "\(info.code): \(text)") }
        }
    }
}
