internal import Diagnostics

/// Finds the hosts that selections come to.
struct SelectorResolver {
    private enum Choice: Hashable {
        case group(Target, GroupName)
        case items(Target, [String])
    }

    private let hosts: [ExpandedHost]
    /// Whether `hosts` are all; if not, nobody is told that one is missing.
    private let isComplete: Bool
    private let indices: [HostName: Int]
    private let targets: [Target: TargetIndex]
    private var known: [Choice: [Int]] = [:]

    /// - Parameters:
    ///   - hosts: With names that differ.
    ///   - isComplete: Whether these are all hosts that the file means.
    init(_ hosts: [ExpandedHost], isComplete: Bool) {
        self.hosts = hosts
        self.isComplete = isComplete
        self.indices = Dictionary(uniqueKeysWithValues: hosts.enumerated().map { ($1.name, $0) })
        self.targets = Dictionary(uniqueKeysWithValues: Target.allCases.map { ($0, TargetIndex(hosts, $0)) })
    }

    /// The hosts of a group that can be chosen, in the order of the file.
    func group(_ name: GroupName, _ target: Target) -> [Int] {
        self.targets[target]?.group(name) ?? []
    }

    /// The hosts that a list of names, patterns and key=value comes to, in the order of the file, each once.
    mutating func resolve(
        _ items: [Located<String>],
        _ target: Target,
        _ diagnostics: inout DiagnosticCollector
    ) -> [Int] {
        let choice = Choice.items(target, items.map(\.value))
        if let known = self.known[choice] { return known }
        var chosen: Set<Int> = []
        for item in items {
            chosen.formUnion(self.select(item, target, &diagnostics))
        }
        let sorted = chosen.sorted()
        // What came to nothing is looked at again, because each host that says so is told.
        if !sorted.isEmpty { self.known[choice] = sorted }
        return sorted
    }

    private func select(
        _ text: Located<String>,
        _ target: Target,
        _ diagnostics: inout DiagnosticCollector
    ) -> [Int] {
        guard let selector = Selector(text, of: target, &diagnostics), let index = self.targets[target] else {
            return []
        }
        switch selector {
        case .name(let name):
            if let host = HostName(name).flatMap({ self.indices[$0] }) {
                return self.checked(host, text, target, &diagnostics)
            }
            let message = "there is no host '\(name)'"
            self.refuseEmpty(text, message, index.indices.lazy.map { self.hosts[$0].name.rawValue }, &diagnostics)
            return []
        case .pattern(let glob):
            let found = index.hosts(like: glob)
            if found.isEmpty {
                let message = "no \(target.noun) has a name like '\(text.value)'"
                self.refuseEmpty(text, message, index.indices.lazy.map { self.hosts[$0].name.rawValue }, &diagnostics)
            }
            return found
        case .pair(let key, let value):
            let found = index.hosts(where: key, is: value)
            if found.isEmpty {
                let message = "no \(target.noun) has the \(key) '\(value)'"
                let values = index.values(of: key).lazy.map { "\(key)=\($0)" }
                self.refuseEmpty(text, message, values, &diagnostics)
            }
            return found
        }
    }

    private func refuseEmpty(
        _ text: Located<String>,
        _ message: String,
        _ candidates: some Sequence<String>,
        _ diagnostics: inout DiagnosticCollector
    ) {
        guard self.isComplete else { return }
        let help = diagnostics.suggestion(for: text.value, in: candidates).map { "did you mean '\($0)'?" }
        diagnostics.append(.error(.selectorMatchesNothing, message, at: text.span, help: help))
    }

    private func checked(
        _ index: Int,
        _ text: Located<String>,
        _ target: Target,
        _ diagnostics: inout DiagnosticCollector
    ) -> [Int] {
        let host = self.hosts[index]
        guard let role = host.role else { return [] }
        if target.roles.contains(role) { return [index] }
        let message = "'\(host.name)' is \(role.noun), not a \(target.noun)"
        let labels = [Diagnostic.Label("it is this host", at: host.span)]
        let help =
            target == .peers
            ? "a \(role.rawValue) is dialled by nobody but those that it serves"
            : "choose hosts with 'role: \(target.noun)'"
        diagnostics.append(.error(.selectedHostIsNoSentry, message, at: text.span, labels: labels, help: help))
        return []
    }
}

extension Role {
    /// The role with its article.
    var noun: String {
        (self == .external ? "an " : "a ") + self.rawValue
    }
}
