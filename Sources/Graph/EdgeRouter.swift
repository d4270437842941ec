/// The curves of a drawing's arrows, laid so that they leave and enter a node's side at places of their own.
struct EdgeRouter {
    struct Route {
        /// In the syntax of SVG.
        let path: String
        let labelX: Int
        let labelY: Int
    }

    /// Which side of a node an arrow touches.
    private struct Side: Hashable {
        let node: Int
        let isRight: Bool
    }

    /// The place of one end of an arrow in the order of a side.
    private struct End: Hashable {
        let edge: Int
        let isSource: Bool
    }

    private(set) var routes: [Route] = []

    init(_ drawing: Drawing, _ layout: Layout) {
        var sides: [Side: [(end: End, otherY: Int)]] = [:]
        for (index, edge) in drawing.edges.enumerated() {
            let (source, target) = (layout.nodes[edge.source], layout.nodes[edge.target])
            let isStranger = edge.kind == .open
            let sourceSide = Side(node: edge.source, isRight: source.x <= target.x)
            let targetSide = Side(node: edge.target, isRight: source.x >= target.x)
            if !isStranger {
                sides[sourceSide, default: []].append((End(edge: index, isSource: true), target.middle))
            }
            sides[targetSide, default: []].append((End(edge: index, isSource: false), source.middle))
        }
        var offsets: [End: Int] = [:]
        for (side, ends) in sides {
            let box = layout.nodes[side.node]
            let sorted = ends.sorted { ($0.otherY, $0.end.edge) < ($1.otherY, $1.end.edge) }
            for (position, entry) in sorted.enumerated() {
                offsets[entry.end] = box.y + box.height * (position + 1) / (sorted.count + 1)
            }
        }
        for (index, edge) in drawing.edges.enumerated() {
            let (source, target) = (layout.nodes[edge.source], layout.nodes[edge.target])
            let endY = offsets[End(edge: index, isSource: false), default: target.middle]
            let startY = offsets[End(edge: index, isSource: true), default: endY]
            self.routes.append(Self.route(source, target, startY, endY))
        }
    }

    private static func route(_ source: Layout.Box, _ target: Layout.Box, _ startY: Int, _ endY: Int) -> Route {
        if source.x == target.x {
            // An arc at the right of a column: the farther, the wider.
            let bulge = 30 + min(150, abs(endY - startY) / 4)
            let x = source.right
            return Route(
                path: "M\(x) \(startY)C\(x + bulge) \(startY) \(x + bulge) \(endY) \(x) \(endY)",
                labelX: x + bulge * 3 / 4 + 6,
                labelY: (startY + endY) / 2
            )
        }
        let isRightward = source.x < target.x
        let (startX, endX) = isRightward ? (source.right, target.x) : (source.x, target.right)
        let bend = (endX - startX) / 2
        return Route(
            path: "M\(startX) \(startY)C\(startX + bend) \(startY) \(endX - bend) \(endY) \(endX) \(endY)",
            labelX: isRightward ? (startX + endX) / 2 : startX - 76,
            labelY: isRightward ? (startY + endY) / 2 - 6 : endY - 6
        )
    }
}
