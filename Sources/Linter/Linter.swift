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
    ///
    /// - Parameter run: As in `Compilation.init`.
    package static func check(
        _ subject: LintSubject,
        source: SourceFile,
        run: ([@Sendable () -> [Finding]]) -> [[Finding]] = { parts in parts.map { $0() } }
    ) -> [FileDiagnostics] {
        FindingPlacement(subject).inTopology(self.findings(in: subject, run: run), source)
    }

    /// Judges files that a person may have written; the diagnostics point into these.
    package static func check(bundles: [WrittenBundle], dialect: Dialect) -> [FileDiagnostics] {
        let subject = LintSubject(bundles, dialect: dialect)
        return FindingPlacement(subject).inArtifacts(self.findings(in: subject))
    }

    /// Runs every rule; their findings come in the order of the rules.
    package static func findings(
        in subject: LintSubject,
        run: ([@Sendable () -> [Finding]]) -> [[Finding]] = { parts in parts.map { $0() } }
    ) -> [Finding] {
        let parts = self.rules.map { rule in
            { @Sendable in
                var findings = LintFindings()
                rule.check(subject, &findings)
                return findings.all
            }
        }
        return Array(run(parts).joined().prefix(LintFindings.limit))
    }
}
