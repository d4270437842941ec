internal import Skywelld

/// A rule that looks at one host at a time.
package protocol HostRule: LintRule {
    static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings)
}

extension HostRule {
    package static func check(_ subject: LintSubject, _ findings: inout LintFindings) {
        for host in subject.hosts where host.dialect.includes(Self.generation) {
            Self.check(host, in: subject, &findings)
        }
    }
}
