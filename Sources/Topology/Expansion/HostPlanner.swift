internal import Diagnostics

/// Merges settings over all levels and reads them, once for all hosts that share them.
struct HostPlanner {
    /// An entry of `hosts` while it is expanded.
    struct Entry {
        let host: TopologyFile.Host
        let steps: InStep
        /// `nil` for the default group.
        fileprivate let group: Template?
        /// Whether the group was lost, which has been reported.
        fileprivate let isGroupLost: Bool
        fileprivate var plans: [String?: HostPlan] = [:]

        /// The group of one host; `nil` if it cannot be known.
        func group(at index: Int, _ diagnostics: inout DiagnosticCollector) -> GroupName? {
            guard !self.isGroupLost else { return nil }
            guard let template = self.group else { return .default }
            let text = template.text(at: index)
            if let group = GroupName(text) { return group }
            diagnostics.append(NameRule.refusal(of: "group", Located(text, at: template.span)))
            return nil
        }
    }

    private struct BlockKey: Hashable {
        let role: Role?
        let group: String?
    }

    private static let blockNames = Language.blocks.map(\.name)

    private let levels: SettingLevels
    private let trust: SourceSpan?
    /// Blocks of hosts that write none themselves.
    private var inherited: [BlockKey: HostBlocks] = [:]

    /// - Parameters:
    ///   - levels: What hosts inherit.
    ///   - trust: Where the file says whom the servers trust.
    init(levels: SettingLevels, trust: SourceSpan?) {
        self.levels = levels
        self.trust = trust
    }

    /// Begins an entry: finds out which group each of its hosts is in.
    func entry(_ host: TopologyFile.Host, _ steps: InStep, _ diagnostics: inout DiagnosticCollector) -> Entry {
        let written = host.node["group"] ?? self.levels.defaults?["group"]
        let template = written?.value.template("the name of a group", &diagnostics)
        let group = steps.checked(template, &diagnostics)
        return Entry(host: host, steps: steps, group: group, isGroupLost: written != nil && group == nil)
    }

    /// What one host of an entry shares with those of its group.
    ///
    /// - Returns: The plan, and whether it was made just now.
    mutating func plan(
        _ entry: inout Entry,
        group: GroupName?,
        _ diagnostics: inout DiagnosticCollector
    ) -> (HostPlan, isNew: Bool) {
        let listed = group.flatMap { self.levels.group($0.rawValue) == nil ? nil : $0.rawValue }
        if let plan = entry.plans[listed] { return (plan, false) }
        let plan = self.make(entry, listed, &diagnostics)
        entry.plans[listed] = plan
        return (plan, true)
    }

    private mutating func make(
        _ entry: Entry,
        _ group: String?,
        _ diagnostics: inout DiagnosticCollector
    ) -> HostPlan {
        let own = entry.host.node
        let role = (own["role"] ?? group.flatMap { self.levels.group($0)?["role"] } ?? self.levels.defaults?["role"])?
            .value
        let known = role.flatMap { HostSettings.role($0, &diagnostics) }
        let merged = self.levels.merged(own, role: known?.value, group: group ?? "")
        guard var map = MapReader(merged, Language.host, &diagnostics) else {
            preconditionFailure("the entry of a host is a map")
        }
        let settings = HostSettings(&map, role: role, &diagnostics)
        let context = SettingContext(role: known, trust: self.trust, isWhole: true)
        let hasOwnBlocks = Self.blockNames.contains { own[$0] != nil }
        let key = BlockKey(role: known?.value, group: group)
        let blocks =
            (hasOwnBlocks ? nil : self.inherited[key]) ?? HostBlocks(&map, context, &diagnostics)
        if !hasOwnBlocks { self.inherited[key] = blocks }
        return HostPlan(settings, blocks, own, entry.steps, &diagnostics)
    }

    /// Checks every level by itself: what no host uses would otherwise go unread.
    ///
    /// - Parameters:
    ///   - hosts: All hosts of the file.
    ///   - isComplete: Whether they are all.
    func checkLevels(usedBy hosts: [ExpandedHost], isComplete: Bool, _ diagnostics: inout DiagnosticCollector) {
        let context = SettingContext(role: nil, trust: self.trust, isWhole: false)
        for level in self.levels.all {
            guard var map = MapReader(level.node, level.map, &diagnostics) else { continue }
            let role = level.map["role"] == nil ? nil : map.take("role")
            if level.map["group"] != nil { _ = map.take("group")?.template(&diagnostics) }
            _ = HostSettings(&map, role: role?.value, &diagnostics)
            _ = HostBlocks(&map, context, &diagnostics)
            map.refuseRest(&diagnostics)
        }
        if let top = self.levels.top, var map = MapReader(top, Language.host, &diagnostics) {
            _ = HostBlocks(&map, context, &diagnostics)
        }
        if isComplete { self.warnOfUnusedGroups(hosts, &diagnostics) }
    }

    private func warnOfUnusedGroups(_ hosts: [ExpandedHost], _ diagnostics: inout DiagnosticCollector) {
        guard !self.levels.groups.isEmpty else { return }
        let used = Set(hosts.map(\.group.rawValue))
        for group in self.levels.groups where !used.contains(group.key.value) {
            let guess = diagnostics.suggestion(for: group.key.value, in: used.sorted())
            let help = guess.map { "did you mean '\($0)'?" } ?? "remove it, or give a host 'group: \(group.key.value)'"
            let message = "no host is in the group '\(group.key.value)'"
            diagnostics.append(.warning(.unusedGroup, message, at: group.key.span, help: help))
        }
    }
}
