internal import Compiler
internal import Deploy
internal import Diagnostics
internal import Linter
internal import Skywelld
internal import Topology

/// What a check found: in a topology, or in files on disk.
protocol CheckResult {
    var files: [FileDiagnostics] { get }
    /// `nil` if nothing could be judged.
    var subject: LintSubject? { get }
    /// What was looked at, such as "1 validator, 2 sentries".
    var summary: String { get }
    /// Whether the input itself has errors, as opposed to what the rules found.
    var hasInputErrors: Bool { get }
    var isUnsettled: Bool { get }
    /// What was settled about packets; `nil` if nothing was to be.
    var proof: Proof? { get }
}

extension LintSubject {
    /// Such as "1 validator, 2 sentries".
    var summary: String {
        Role.allCases.compactMap { role in
            let count = self.hosts.count { $0.role == role }
            let plural = role == .sentry ? "sentries" : "\(role.rawValue)s"
            return count == 0 ? nil : "\(count) \(count == 1 ? role.rawValue : plural)"
        }.joined(separator: ", ")
    }
}
