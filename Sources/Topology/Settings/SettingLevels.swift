internal import Diagnostics

/// Settings that hosts inherit, from the farthest to the nearest: the top of the file, `defaults`, `roles`, `groups`.
struct SettingLevels: Sendable {
    /// A group's settings, and where the file names the group.
    struct Group: Sendable {
        let key: Located<String>
        let node: YAMLNode
    }

    /// The blocks at the top of the file, as a map; `nil` if there are none.
    var top: YAMLNode?
    var defaults: YAMLNode?
    var roles: [Role: YAMLNode] = [:]
    /// In the order of the file.
    private(set) var groups: [Group] = []
    private var groupIndices: [String: Int] = [:]

    mutating func add(_ group: Group) {
        self.groupIndices[group.key.value] = self.groups.count
        self.groups.append(group)
    }

    /// The settings of a group; `nil` if the file does not list it.
    func group(_ name: String) -> YAMLNode? {
        self.groupIndices[name].map { self.groups[$0].node }
    }

    /// A host's own map laid over everything that it inherits.
    ///
    /// - Parameters:
    ///   - host: The map in `hosts`.
    ///   - role: The host's role, wherever it comes from; `nil` if it has none.
    ///   - group: The host's group.
    func merged(_ host: YAMLNode, role: Role?, group: String) -> YAMLNode {
        [self.group(group), role.flatMap { self.roles[$0] }, self.defaults, self.top].compactMap(\.self).reduce(host) {
            $0.merged(over: $1)
        }
    }

    /// Every level by itself with its description, so that what no host uses is checked as well.
    var all: [(node: YAMLNode, map: MapDescription)] {
        let roles = Role.allCases.compactMap { self.roles[$0] }
        return [(self.defaults, Language.defaults)].compactMap { node, map in node.map { ($0, map) } }
            + roles.map { ($0, Language.roleSettings) } + self.groups.map { ($0.node, Language.groupSettings) }
    }
}
