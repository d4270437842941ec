/// The hosts that selections of one kind can choose, found by name, pattern, group, zone or role.
struct TargetIndex {
    /// A name as globs see it, and whose it is.
    private struct Name {
        let bytes: [UInt8]
        let index: Int
    }

    /// In the order of the file.
    let indices: [Int]
    private let byKey: [String: [String: [Int]]]
    /// Sorted by bytes.
    private let names: [Name]

    /// - Parameters:
    ///   - hosts: All hosts.
    ///   - target: Which of them can be chosen.
    init(_ hosts: [ExpandedHost], _ target: Target) {
        let roles = target.roles
        self.indices = hosts.indices.filter { hosts[$0].role.map(roles.contains) ?? false }
        self.byKey = [
            "group": Dictionary(grouping: self.indices) { hosts[$0].group.rawValue },
            "zone": Dictionary(grouping: self.indices.filter { hosts[$0].zone != nil }) {
                hosts[$0].zone?.rawValue ?? ""
            },
            "role": Dictionary(grouping: self.indices) { hosts[$0].role?.rawValue ?? "" },
        ]
        self.names = self.indices.map { Name(bytes: Array(hosts[$0].name.rawValue.utf8), index: $0) }
            .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    /// The hosts of one group.
    func group(_ name: GroupName) -> [Int] {
        self.byKey["group"]?[name.rawValue] ?? []
    }

    /// The hosts that `key=value` chooses.
    func hosts(where key: String, is value: String) -> [Int] {
        self.byKey[key]?[value] ?? []
    }

    /// The values that occur for a key, sorted.
    func values(of key: String) -> [String] {
        (self.byKey[key] ?? [:]).keys.sorted()
    }

    /// The hosts whose names a pattern matches; looks only at names that begin as the pattern does.
    func hosts(like glob: Glob) -> [Int] {
        let prefix = glob.prefix
        var (low, high) = (0, self.names.count)
        while low < high {
            let middle = (low + high) / 2
            if self.names[middle].bytes.lexicographicallyPrecedes(prefix) { low = middle + 1 } else { high = middle }
        }
        return self.names[low...].prefix { $0.bytes.starts(with: prefix) }.filter { glob.matches($0.bytes) }.map(
            \.index
        )
    }
}
