package import Compiler
package import Diagnostics
package import Skywelld
package import Topology

/// Judges artifacts by what the server is known to do.
package enum Linter {
    /// Judges what a topology was compiled into; every diagnostic points into the topology.
    ///
    /// - Parameters:
    ///   - topology: What was compiled.
    ///   - compilation: What came out.
    ///   - source: The topology's text.
    package static func check(
        _ topology: Topology,
        _ compilation: Compilation,
        source: SourceFile
    ) -> [FileDiagnostics] {
        self.check(LintSubject(topology, compilation), source: source)
    }

    /// Judges what a topology was compiled into; every diagnostic points into the topology.
    package static func check(_ subject: LintSubject, source: SourceFile) -> [FileDiagnostics] {
        FindingPlacement(subject).inTopology(self.findings(in: subject), source)
    }

    /// Judges files that a person may have written; the diagnostics point into these.
    package static func check(bundles: [WrittenBundle], dialect: Dialect) -> [FileDiagnostics] {
        let subject = LintSubject(bundles, dialect: dialect)
        return FindingPlacement(subject).inArtifacts(self.findings(in: subject))
    }

    /// Runs every rule.
    package static func findings(in subject: LintSubject) -> [Finding] {
        var findings = LintFindings()
        for rule in self.rules { rule.check(subject, &findings) }
        return findings.all
    }
}
