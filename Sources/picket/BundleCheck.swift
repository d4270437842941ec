internal import Deploy
internal import Diagnostics
internal import Linter
internal import Skywelld

/// A check of files on disk.
struct BundleCheck: CheckResult {
    let files: [FileDiagnostics]
    let subject: LintSubject?
    let hasInputErrors: Bool
    let isUnsettled = false
    let proof: Proof? = nil

    var summary: String { self.subject?.summary ?? "nothing" }

    init(_ path: String, dialect: Dialect) {
        let reading = BundleFolder.read(path)
        let subject = LintSubject(reading.bundles, dialect: dialect)
        let folder = FileDiagnostics(reading.diagnostics, in: SourceFile(name: path, text: ""))
        self.files = [folder] + Linter.check(bundles: reading.bundles, dialect: dialect)
        self.subject = subject.hosts.isEmpty ? nil : subject
        self.hasInputErrors = subject.hosts.isEmpty || reading.diagnostics.contains { $0.severity == .error }
    }
}
