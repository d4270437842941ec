/// A drawing in the language of Graphviz.
package enum DotPrinter {
    /// Validators stand at the left, strangers at the right.
    package static func text(of drawing: Drawing) -> String {
        var lines = [
            "digraph picket {",
            "  graph [rankdir=LR, newrank=true, label=\(self.quoted("\(drawing.title): \(drawing.summary)")), labelloc=t, "
                + "fontname=\"Helvetica\", fontsize=18, ranksep=1.3, nodesep=0.25, bgcolor=white];",
            "  node [shape=box, style=\"filled,rounded\", fontname=\"Helvetica\", fontsize=12, fillcolor=white, "
                + "color=\"#4b5563\"];",
            "  edge [fontname=\"Helvetica\", fontsize=10, arrowsize=0.7];",
        ]
        for (number, cluster) in drawing.clusters.enumerated() {
            lines.append("  subgraph cluster_\(number) {")
            lines.append(
                "    label=\(self.quoted(cluster.title)); labeljust=l; color=\"#9ca3af\"; style=\"rounded\"; fontsize=14;"
            )
            for index in cluster.nodes { lines.append("    " + self.statement(drawing.nodes[index])) }
            lines.append("  }")
        }
        for node in drawing.nodes where node.rank == .outside { lines.append("  " + self.statement(node)) }
        for edge in drawing.edges { lines.append("  " + self.statement(edge, drawing)) }
        return (lines + ["}"]).map { $0 + "\n" }.joined()
    }

    private static func statement(_ node: Drawing.Node) -> String {
        let mark = [node.hiddenMark].compactMap(\.self)
        let label = ([node.title] + node.lines + mark).joined(separator: "\n")
        let tooltip = node.details.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        let style = node.isHidden ? ", style=\"filled,rounded,dashed\", penwidth=2" : ""
        return "\(node.id) [label=\(self.quoted(label)), fillcolor=\"\(self.fill(node))\"\(style), "
            + "tooltip=\(self.quoted(tooltip))];"
    }

    /// Arrows that must not pull their ends apart run between nodes of one rank, or against the direction.
    private static func statement(_ edge: Drawing.Edge, _ drawing: Drawing) -> String {
        let (source, target) = (drawing.nodes[edge.source], drawing.nodes[edge.target])
        // Strangers stand at the far end although they are the ones who dial: the arrow is laid out backwards.
        if edge.kind == .open {
            return "\(target.id) -> \(source.id) [dir=back, \(self.style(edge))];"
        }
        let free = source.rank == target.rank ? ", constraint=false" : ""
        return "\(source.id) -> \(target.id) [\(self.style(edge))\(free)];"
    }

    private static func style(_ edge: Drawing.Edge) -> String {
        let label = edge.kind == .service || edge.kind == .open || edge.count > 1 ? edge.label : ""
        let look =
            switch edge.kind {
            case .service: "color=\"#1d4ed8\", penwidth=1.8"
            case .fellow: "color=\"#6b7280\""
            case .bridge: "color=\"#7c3aed\""
            case .chosen: "color=\"#0f766e\", style=dashed"
            case .open: "color=\"#c2410c\", style=dotted"
            }
        return "label=\(self.quoted(label)), tooltip=\(self.quoted("\(edge.kind.rawValue): \(edge.label)")), \(look)"
    }

    private static func fill(_ node: Drawing.Node) -> String {
        switch node.kind {
        case "validator": "#dbeafe"
        case "relay": "#e0e7ff"
        case "sentry": "#dcfce7"
        case "hub": "#fef9c3"
        case "strangers": "#ffedd5"
        default: "#f3f4f6"
        }
    }

    /// A double-quoted string; line breaks become centred lines.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for character in text {
            switch character {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
        return result + "\""
    }
}
