/// Topologies that show one mistake each, for the catalogue of diagnostics.
enum ExampleTopology {
    /// A good topology but for what is given.
    ///
    /// - Parameters:
    ///   - segments: Entries of `segments`, one per line.
    ///   - hosts: Entries of `hosts` besides the sentry `s-1`, one per line.
    ///   - rest: Further lines at the end.
    static func with(
        segments: String = "internet: { public: true, cidr: 198.51.100.0/24 }\nbackbone: { cidr: 10.1.10.0/24 }",
        hosts: String = "",
        rest: String = ""
    ) -> String {
        let sentry = "s-1: { role: sentry, internet: 198.51.100.11, backbone: 10.1.10.61 }"
        return Self.only(segments: segments, hosts: hosts.isEmpty ? sentry : "\(sentry)\n\(hosts)", rest: rest)
    }

    /// A topology without a host that is not given.
    static func only(
        segments: String = "internet: { public: true, cidr: 198.51.100.0/24 }\nbackbone: { cidr: 10.1.10.0/24 }",
        hosts: String,
        rest: String = ""
    ) -> String {
        let end = rest.isEmpty ? "" : "\(rest)\n"
        return "picket: 1\nnetwork: example\nsegments:\n\(Self.indented(segments))hosts:\n\(Self.indented(hosts))\(end)"
    }

    private static func indented(_ lines: String) -> String {
        lines.split(separator: "\n").map { "  \($0)\n" }.joined()
    }
}
