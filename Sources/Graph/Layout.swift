/// Where everything of a drawing stands on a page: a column for each rank, a band for each cluster. In pixels.
struct Layout {
    struct Box: Equatable {
        var x: Int
        var y: Int
        var width: Int
        var height: Int

        var right: Int { self.x + self.width }
        var bottom: Int { self.y + self.height }
        var middle: Int { self.y + self.height / 2 }
    }

    static let nodeWidth = 210
    /// Of a line of text in a node.
    static let lineHeight = 17
    /// Between nodes of a column.
    private static let gap = 18
    private static let margin = 20
    /// Between columns: room for arrows and their labels.
    private static let columnGap = 130
    /// Right of the servers: room for the arcs between them.
    private static let arcGap = 210
    private static let bandHeader = 30
    private static let bandPadding = 14

    /// One for each node of the drawing.
    private(set) var nodes: [Box]
    /// One for each cluster.
    private(set) var bands: [Box] = []
    private(set) var width = 0
    private(set) var height = 0

    init(_ drawing: Drawing) {
        self.nodes = drawing.nodes.map {
            Box(x: 0, y: 0, width: Self.nodeWidth, height: Self.height(of: $0))
        }
        // Columns that nothing stands in take no room.
        let ranks = Set(drawing.nodes.map(\.rank)).sorted()
        var x = Self.margin + Self.bandPadding
        var columns: [Drawing.Rank: Int] = [:]
        for rank in ranks {
            columns[rank] = x
            x += Self.nodeWidth + (rank == .server ? Self.arcGap : Self.columnGap)
        }
        let lastInside = ranks.last { $0 != .outside } ?? .server
        let bandRight =
            columns[lastInside, default: x] + Self.nodeWidth + (lastInside == .server ? Self.arcGap / 2 : 0)
            + Self.bandPadding
        var y = Self.margin
        for cluster in drawing.clusters {
            let height = self.place(cluster, drawing, columns, top: y + Self.bandHeader)
            let box = Box(
                x: Self.margin,
                y: y,
                width: bandRight - Self.margin,
                height: Self.bandHeader + height + Self.bandPadding
            )
            self.bands.append(box)
            y = box.bottom + Self.gap
        }
        self.height = y - Self.gap + Self.margin
        for (index, node) in drawing.nodes.enumerated() where node.rank == .outside {
            self.nodes[index].x = columns[.outside, default: x]
            self.nodes[index].y = Self.margin
            self.nodes[index].height = max(self.nodes[index].height, self.height - 2 * Self.margin)
        }
        self.width = max(bandRight, self.nodes.map(\.right).max() ?? 0) + Self.margin
    }

    /// Stacks each column of a cluster, and centres the shorter ones.
    ///
    /// - Returns: The height of the highest column.
    private mutating func place(
        _ cluster: Drawing.Cluster,
        _ drawing: Drawing,
        _ columns: [Drawing.Rank: Int],
        top: Int
    ) -> Int {
        let stacks = Drawing.Rank.allCases.map { rank in cluster.nodes.filter { drawing.nodes[$0].rank == rank } }
        let heights = stacks.map { stack in
            stack.reduce(0) { $0 + self.nodes[$1].height } + max(0, stack.count - 1) * Self.gap
        }
        let highest = heights.max() ?? 0
        for (stack, height) in zip(stacks, heights) {
            var y = top + (highest - height) / 2
            for index in stack {
                self.nodes[index].x = columns[drawing.nodes[index].rank, default: 0]
                self.nodes[index].y = y
                y += self.nodes[index].height + Self.gap
            }
        }
        return highest
    }

    private static func height(of node: Drawing.Node) -> Int {
        (1 + node.lines.count + (node.isHidden ? 1 : 0)) * Self.lineHeight + 14
    }
}
