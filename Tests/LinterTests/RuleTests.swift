import Compiler
import Diagnostics
import Linter
import TestSupport
import Testing
import Topology

/// Every rule on compiled topologies: silent on clean ones, and not silent about its own fault.
@Suite struct RuleTests {
    /// What a topology promises breaks with many a fault.
    private static let promises: Set<Diagnostic.Code> = [BrokenSurvival.info.code, BrokenHiding.info.code]
    private static let rules = Linter.rules.map { RuleBox(rule: $0) }

    @Test("a clean topology has no errors and no warnings", arguments: CleanSubject.allCases)
    func cleanIsSilent(clean: CleanSubject) throws {
        let findings = Linter.findings(in: try clean.subject())
        let loud = findings.filter { $0.severity != .note }
        #expect(loud.isEmpty, "\(loud.map { "\($0.code): \($0.message)" }.joined(separator: "\n"))")
        #expect(findings.count <= 3, "\(findings.map { "\($0.code): \($0.message)" }.joined(separator: "\n"))")
    }

    @Test("a rule catches its own fault, and no error comes that does not follow from it", arguments: Self.rules)
    func catchesItsFault(box: RuleBox) throws {
        let rule = box.rule
        var isTried = false
        for clean in CleanSubject.allCases {
            let subject = try clean.subject()
            let before = Set(Linter.findings(in: subject).filter { $0.severity == .error }.map(\.code))
            guard let mutated = rule.mutate(subject) else { continue }
            isTried = true
            let after = Linter.findings(in: mutated)
            #expect(after.contains { $0.code == rule.info.code }, "\(clean): \(rule.fault)")
            let strange = Set(after.filter { $0.severity == .error }.map(\.code))
                .subtracting(before).subtracting(rule.companions).subtracting(Self.promises).subtracting([
                    rule.info.code
                ])
            #expect(strange.isEmpty, "\(clean): \(strange.map(\.rawValue).sorted())")
        }
        #expect(isTried, "no clean topology has a place for: \(rule.fault)")
    }

    @Test("a self-test of the smallest topology misses no fault, and finds a place for most")
    func selfTestPasses() throws {
        let test = SelfTest(try CleanSubject.quickstart.subject())
        #expect(test.isPassed, "\(test.entries.filter { $0.outcome == .missed }.map(\.fault))")
        #expect(test.entries.count == Linter.rules.count)
        #expect(test.entries.count { $0.outcome == .caught } >= 60)
    }

    @Test("a self-test says so when a rule misses its fault")
    func selfTestCanFail() throws {
        let test = SelfTest(try CleanSubject.quickstart.subject(), rules: [BlindRule.self])
        #expect(!test.isPassed)
        #expect(test.entries.map(\.outcome) == [.missed])
    }

    @Test("codes are unique and of the linter's range; every entry is complete")
    func entriesAreComplete() {
        let infos = Linter.rules.map { $0.info }
        #expect(Set(infos.map(\.code)).count == infos.count)
        for info in infos {
            #expect(info.code.rawValue.hasPrefix("P1") && info.code.rawValue.count == 5)
            #expect(info.summary.first?.isUppercase == false || info.summary.hasPrefix("IPv6"), "\(info.code)")
            #expect(!info.summary.hasSuffix("."), "\(info.code)")
            for text in [info.cause, info.reason, info.cure] { #expect(text.hasSuffix("."), "\(info.code): \(text)") }
        }
        #expect(infos.map(\.code.rawValue) == infos.map(\.code.rawValue).sorted())
    }
}
