internal import Diagnostics

/// Finds the sentries of each validator.
struct LinkResolver {
    /// The sentries that one group, or one list of selectors, comes to.
    private struct Selection {
        let sentries: [HostName]
        /// One host for each set of segments among the sentries: all that a check for a shared segment needs to see.
        let representatives: [Int]
    }

    private enum Choice: Hashable {
        case group(GroupName)
        case selectors([String])
    }

    private let hosts: [ExpandedHost]
    /// Whether `hosts` are all; if not, nobody is told that a sentry is missing.
    private let isComplete: Bool
    private let indices: [HostName: Int]
    /// The sentries, in the order of the file.
    private let sentries: [Int]
    /// Their names, in the form that globs match.
    private let sentryNames: [[UInt8]]
    private let sentriesByGroup: [GroupName: [Int]]
    private var selections: [Choice: Selection] = [:]
    private var linksLeft = Topology.Limits.links

    /// - Parameters:
    ///   - hosts: With names that differ.
    ///   - isComplete: Whether these are all hosts that the file means.
    init(_ hosts: [ExpandedHost], isComplete: Bool) {
        self.hosts = hosts
        self.isComplete = isComplete
        self.indices = Dictionary(uniqueKeysWithValues: hosts.enumerated().map { ($1.name, $0) })
        self.sentries = hosts.indices.filter { hosts[$0].role == .sentry }
        self.sentryNames = self.sentries.map { Array(hosts[$0].name.rawValue.utf8) }
        self.sentriesByGroup = Dictionary(grouping: self.sentries) { hosts[$0].group }
    }

    /// The sentries of each host, in the order of the file; empty for all but validators.
    mutating func resolve(_ diagnostics: inout DiagnosticCollector) -> [[HostName]] {
        self.hosts.map { host in
            guard host.role == .validator, host.isComplete else { return [] }
            let selection = self.selection(for: host, &diagnostics)
            self.checkShared(host, selection, &diagnostics)
            return self.counted(selection, host, &diagnostics)
        }
    }

    private mutating func selection(
        for host: ExpandedHost,
        _ diagnostics: inout DiagnosticCollector
    ) -> Selection {
        let choice = host.selectors.map { Choice.selectors($0.map(\.value)) } ?? .group(host.group)
        if let known = self.selections[choice] { return known }
        let chosen = host.selectors.map { self.select($0, &diagnostics) } ?? self.sentriesByGroup[host.group] ?? []
        var segments: Set<[SegmentName]> = []
        let selection = Selection(
            sentries: chosen.map { self.hosts[$0].name },
            representatives: chosen.filter { index in
                self.hosts[index].segments.map { segments.insert($0).inserted } ?? false
            }
        )
        // What came to nothing is looked at again, because each validator is told.
        if !chosen.isEmpty { self.selections[choice] = selection } else { self.refuseEmpty(host, &diagnostics) }
        return selection
    }

    /// The sentries that a list of names and globs comes to.
    private func select(_ selectors: [Located<String>], _ diagnostics: inout DiagnosticCollector) -> [Int] {
        var chosen: Set<Int> = []
        for selector in selectors {
            chosen.formUnion(self.select(selector, &diagnostics))
        }
        return chosen.sorted()
    }

    private func select(_ selector: Located<String>, _ diagnostics: inout DiagnosticCollector) -> [Int] {
        guard let glob = Glob(selector.value) else {
            let message = "'\(selector.value)' is neither the name of a host nor a pattern for names"
            let help =
                selector.value.contains("=")
                ? "selecting by key=value is not supported yet; write names, or patterns such as 'sentry-*'"
                : "write names, or patterns such as 'sentry-*'"
            diagnostics.append(.error(.badSelector, message, at: selector.span, help: help))
            return []
        }
        if glob.isLiteral, let index = HostName(selector.value).flatMap({ self.indices[$0] }) {
            return self.checkedSentry(index, selector, &diagnostics)
        }
        let matching = glob.isLiteral ? [] : zip(self.sentries, self.sentryNames).filter { glob.matches($1) }.map(\.0)
        if matching.isEmpty, self.isComplete {
            let message =
                glob.isLiteral
                ? "there is no host '\(selector.value)'" : "no sentry has a name like '\(selector.value)'"
            let names = self.sentries.lazy.map { self.hosts[$0].name.rawValue }
            let help = diagnostics.suggestion(for: selector.value, in: names).map { "did you mean '\($0)'?" }
            diagnostics.append(.error(.selectorMatchesNothing, message, at: selector.span, help: help))
        }
        return matching
    }

    private func checkedSentry(
        _ index: Int,
        _ selector: Located<String>,
        _ diagnostics: inout DiagnosticCollector
    ) -> [Int] {
        let host = self.hosts[index]
        guard let role = host.role, role != .sentry else { return host.role == nil ? [] : [index] }
        let message = "'\(host.name)' is a \(role.rawValue), not a sentry"
        let labels = [Diagnostic.Label("it is this host", at: host.span)]
        let help = "choose hosts with 'role: sentry'"
        diagnostics.append(.error(.selectedHostIsNoSentry, message, at: selector.span, labels: labels, help: help))
        return []
    }

    private func refuseEmpty(_ host: ExpandedHost, _ diagnostics: inout DiagnosticCollector) {
        // A selector that matches nothing has been reported by itself.
        guard self.isComplete, host.selectors?.isEmpty ?? true else { return }
        let help =
            host.selectors == nil
            ? "add a sentry to the group '\(host.group)', or choose sentries of another with 'sentries: [...]'"
            : "name its sentries in 'sentries', or leave the key out to choose every sentry of its group"
        diagnostics.append(
            .error(.validatorWithoutSentry, "validator '\(host.name)' has no sentry", at: host.span, help: help)
        )
    }

    private func checkShared(
        _ host: ExpandedHost,
        _ selection: Selection,
        _ diagnostics: inout DiagnosticCollector
    ) {
        // A host without any address has been reported by itself.
        guard let own = host.segments.map(Set.init), !own.isEmpty else { return }
        let stranger = selection.representatives.first { index in
            let segments = self.hosts[index].segments ?? []
            return !segments.isEmpty && own.isDisjoint(with: segments)
        }
        guard let sentry = stranger.map({ self.hosts[$0] }) else { return }
        diagnostics.append(
            .error(
                .noSharedSegment,
                "validator '\(host.name)' shares no segment with its sentry '\(sentry.name)'",
                at: host.span,
                label: Self.attached(host),
                labels: [Diagnostic.Label(Self.attached(sentry), at: sentry.span)],
                help: "attach both to one segment, or choose other sentries with 'sentries: [...]'"
            )
        )
    }

    private static func attached(_ host: ExpandedHost) -> String {
        "on " + (host.segments ?? []).map { "'\($0)'" }.joined(separator: ", ")
    }

    private mutating func counted(
        _ selection: Selection,
        _ host: ExpandedHost,
        _ diagnostics: inout DiagnosticCollector
    ) -> [HostName] {
        let isFirstOver = self.linksLeft >= 0 && selection.sentries.count > self.linksLeft
        if isFirstOver {
            let message = "there are more than \(Topology.Limits.links) links from validators to sentries"
            let help = "choose fewer sentries for each validator with 'sentries: [...]'"
            diagnostics.append(.error(.tooManyLinks, message, at: host.span, help: help))
        }
        self.linksLeft -= selection.sentries.count
        return selection.sentries
    }
}
