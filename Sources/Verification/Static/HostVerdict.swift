/// What was settled about one host by itself.
package struct HostVerdict: Sendable {
    let findings: [HostFinding]
    /// What speaks against its rules only because of other people's tables.
    let interference: [Evidence]
    /// What is on it and is not judged.
    let doubts: [Evidence]
    /// Those that may change packets, so that nothing is sure of them.
    let changing: [Evidence]
}
