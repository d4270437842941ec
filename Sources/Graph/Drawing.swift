internal import Topology

/// What a picture of a topology shows, whatever the format: nodes in clusters, and arrows from diallers to listeners.
package struct Drawing: Hashable, Sendable {
    /// A group of hosts of one operator.
    package struct Cluster: Hashable, Sendable {
        package let title: String
        /// Indices into ``Drawing/nodes``, in the order of the file.
        package fileprivate(set) var nodes: [Int] = []
    }

    /// Where a node stands between the hidden end and the open end of the picture.
    package enum Rank: Int, CaseIterable, Comparable, Sendable {
        case validator, relay, server, outside

        package static func < (lhs: Self, rhs: Self) -> Bool {
            lhs.rawValue < rhs.rawValue
        }
    }

    /// One host, or in a collapsed picture all hosts of one role in one group.
    package struct Node: Hashable, Sendable {
        /// Unique in the picture: letters and digits only.
        package let id: String
        /// A host's name, or a count and a role.
        package let title: String
        /// Short facts under the title.
        package let lines: [String]
        /// A role's name, or `strangers`.
        package let kind: String
        package let rank: Rank
        /// Whether no stranger may open a peer connection to it.
        package let isHidden: Bool
        /// Everything else there is to know, for whoever asks.
        package let details: [Detail]

        /// What is said of it for being hidden; `nil` if it is not.
        var hiddenMark: String? {
            guard self.isHidden else { return nil }
            return self.rank == .relay ? "hidden: its validators alone" : "hidden: no inbound"
        }
    }

    /// A name and what it stands for.
    package struct Detail: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    /// Why there is an arrow.
    package enum EdgeKind: String, CaseIterable, Hashable, Sendable {
        case service, fellow, bridge, chosen
        /// Strangers may dial an open peer port.
        case open

        /// What the legend says.
        package var meaning: String {
            switch self {
            case .service: "serves: a hidden host dials out"
            case .fellow: "fellow: public servers of one group"
            case .bridge: "bridge: to another group"
            case .chosen: "chosen: a peer named in 'peers'"
            case .open: "open: anybody may dial"
            }
        }
    }

    /// One link, or in a collapsed picture all links of a kind between two nodes.
    package struct Edge: Hashable, Sendable {
        /// Index of the dialler.
        package let source: Int
        /// Index of the listener.
        package let target: Int
        package let kind: EdgeKind
        /// Segment or ports; and how many links, if several.
        package let label: String
        package let count: Int
    }

    package let title: String
    /// One line about the whole.
    package let summary: String
    /// Whether a node stands for all hosts of a role in a group.
    package let isCollapsed: Bool
    /// The last one stands for the strangers, if anything is open to them.
    package fileprivate(set) var nodes: [Node] = []
    /// In the order of first appearance; strangers are in none.
    package fileprivate(set) var clusters: [Cluster] = []
    package fileprivate(set) var edges: [Edge] = []

    /// The kinds of arrows that the picture has, for its legend.
    package var kinds: [EdgeKind] {
        let kinds = Set(self.edges.map(\.kind))
        return EdgeKind.allCases.filter(kinds.contains)
    }

    init(title: String, summary: String, isCollapsed: Bool) {
        self.title = title
        self.summary = summary
        self.isCollapsed = isCollapsed
    }

    /// Adds a node; the first one of a cluster makes it.
    ///
    /// - Returns: Its index.
    mutating func add(_ node: Node, to cluster: String?) -> Int {
        let index = self.nodes.count
        self.nodes.append(node)
        guard let cluster else { return index }
        if let position = self.clusters.firstIndex(where: { $0.title == cluster }) {
            self.clusters[position].nodes.append(index)
        } else {
            self.clusters.append(Cluster(title: cluster, nodes: [index]))
        }
        return index
    }

    mutating func add(_ edge: Edge) {
        self.edges.append(edge)
    }
}
