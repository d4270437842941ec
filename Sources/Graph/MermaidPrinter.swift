/// A drawing as a Mermaid flowchart, as forges show it in Markdown.
package enum MermaidPrinter {
    package static func text(of drawing: Drawing) -> String {
        var lines = ["%% \(drawing.title): \(drawing.summary)", "flowchart LR"]
        for (number, cluster) in drawing.clusters.enumerated() {
            lines.append("    subgraph g\(number)[\"\(self.escaped(cluster.title))\"]")
            for index in cluster.nodes { lines.append("        " + self.statement(drawing.nodes[index])) }
            lines.append("    end")
        }
        for node in drawing.nodes where node.rank == .outside { lines.append("    " + self.statement(node)) }
        for edge in drawing.edges { lines.append("    " + self.statement(edge, drawing)) }
        lines += [
            "    classDef validator fill:#dbeafe,stroke:#1d4ed8,color:#111827,stroke-dasharray:5 3",
            "    classDef relay fill:#e0e7ff,stroke:#4338ca,color:#111827,stroke-dasharray:5 3",
            "    classDef sentry fill:#dcfce7,stroke:#15803d,color:#111827",
            "    classDef hub fill:#fef9c3,stroke:#a16207,color:#111827",
            "    classDef external fill:#f3f4f6,stroke:#6b7280,color:#111827",
            "    classDef strangers fill:#ffedd5,stroke:#c2410c,color:#111827",
        ]
        return lines.map { $0 + "\n" }.joined()
    }

    private static func statement(_ node: Drawing.Node) -> String {
        let mark = [node.hiddenMark].compactMap(\.self)
        let label = ([node.title] + node.lines + mark).map(self.escaped).joined(separator: "<br/>")
        let shape = node.rank == .outside ? ("([\"", "\"])") : ("[\"", "\"]")
        return "\(node.id)\(shape.0)\(label)\(shape.1):::\(node.kind)"
    }

    /// One arrow.
    private static func statement(_ edge: Drawing.Edge, _ drawing: Drawing) -> String {
        let (source, target) = (drawing.nodes[edge.source].id, drawing.nodes[edge.target].id)
        let arrow =
            switch edge.kind {
            case .service: "==>"
            case .fellow, .bridge: "-->"
            case .chosen, .open: "-.->"
            }
        let isLabelled = edge.kind != .fellow || edge.count > 1
        return "\(source) \(arrow)\(isLabelled ? "|\"\(self.escaped(edge.label))\"|" : "") \(target)"
    }

    /// Text between double quotes; Mermaid reads `#name;` as a character.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\"": result += "#quot;"
            case "#": result += "#35;"
            case "<": result += "#lt;"
            case ">": result += "#gt;"
            case "&": result += "#amp;"
            case "|": result += "#124;"
            default: result.append(character)
            }
        }
        return result
    }
}
