/// A drawing as one page that needs nothing but itself: no network, no other file.
package enum HTMLPrinter {
    package static func text(of drawing: Drawing) -> String {
        let layout = Layout(drawing)
        let router = EdgeRouter(drawing, layout)
        var lines = [
            "<!DOCTYPE html>",
            "<html lang=\"en\">",
            "<head>",
            "<meta charset=\"utf-8\">",
            "<meta name=\"viewport\" content=\"width=device-width\">",
            "<title>\(self.escaped(drawing.title))</title>",
            "<style>",
            HTMLPage.style,
            "</style>",
            "</head>",
            "<body>",
            "<header><h1>\(self.escaped(drawing.title))</h1><p>\(self.escaped(drawing.summary))</p>",
            self.legend(drawing),
            "</header>",
            "<main><div class=\"picture\">",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(layout.width) \(layout.height)\" "
                + "width=\"\(layout.width)\" height=\"\(layout.height)\" role=\"img\">",
            self.markers(drawing),
        ]
        for (cluster, box) in zip(drawing.clusters, layout.bands) {
            lines.append(
                "<rect class=\"band\" x=\"\(box.x)\" y=\"\(box.y)\" width=\"\(box.width)\" height=\"\(box.height)\" rx=\"8\"/>"
                    + "<text class=\"band-title\" x=\"\(box.x + 12)\" y=\"\(box.y + 21)\">\(self.escaped(cluster.title))</text>"
            )
        }
        // The labels come last, so that no arrow runs through them.
        for (index, edge) in drawing.edges.enumerated() { lines.append(self.path(edge, router.routes[index], drawing)) }
        for (index, node) in drawing.nodes.enumerated() { lines.append(self.group(node, layout.nodes[index])) }
        for (index, edge) in drawing.edges.enumerated() {
            lines += self.label(edge, router.routes[index], drawing)
        }
        lines += [
            "</svg>",
            "</div><aside id=\"facts\"><p>Point at a host or an arrow; click a host to keep it.</p></aside></main>",
            "<script>",
            HTMLPage.script,
            "</script>",
            "</body>",
            "</html>",
        ]
        return lines.map { $0 + "\n" }.joined()
    }

    private static func legend(_ drawing: Drawing) -> String {
        let kinds = drawing.kinds.map { "<li class=\"\($0.rawValue)\"><i></i>\(self.escaped($0.meaning))</li>" }
        let hidden =
            drawing.nodes.contains(where: \.isHidden)
            ? ["<li class=\"hidden\"><i></i>hidden: no stranger gets in</li>"] : []
        return "<ul class=\"legend\">\((hidden + kinds).joined())</ul>"
    }

    private static func markers(_ drawing: Drawing) -> String {
        let markers = drawing.kinds.map {
            "<marker id=\"head-\($0.rawValue)\" class=\"\($0.rawValue)\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" "
                + "markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\">"
                + "<path d=\"M0 0L10 5L0 10z\"/></marker>"
        }
        return "<defs>\(markers.joined())</defs>"
    }

    private static func path(_ edge: Drawing.Edge, _ route: EdgeRouter.Route, _ drawing: Drawing) -> String {
        let (source, target) = (drawing.nodes[edge.source], drawing.nodes[edge.target])
        let text = "\(source.title) dials \(target.title): \(edge.kind.rawValue), \(edge.label)"
        return "<path class=\"edge \(edge.kind.rawValue)\" data-from=\"\(source.id)\" data-to=\"\(target.id)\" "
            + "data-text=\"\(self.escaped(text))\" d=\"\(route.path)\" "
            + "marker-end=\"url(#head-\(edge.kind.rawValue))\"><title>\(self.escaped(text))</title></path>"
    }

    /// In a picture of hosts the labels show for the arrows of the host that is pointed at.
    private static func label(_ edge: Drawing.Edge, _ route: EdgeRouter.Route, _ drawing: Drawing) -> [String] {
        let (source, target) = (drawing.nodes[edge.source], drawing.nodes[edge.target])
        let always = drawing.isCollapsed || edge.kind == .open || drawing.edges.count <= 12
        return [
            "<text class=\"label \(edge.kind.rawValue)\(always ? " always" : "")\" data-from=\"\(source.id)\" "
                + "data-to=\"\(target.id)\" x=\"\(route.labelX)\" y=\"\(route.labelY)\">\(self.escaped(edge.label))</text>"
        ]
    }

    private static func group(_ node: Drawing.Node, _ box: Layout.Box) -> String {
        let lines = node.lines + [node.hiddenMark].compactMap(\.self)
        let text = lines.enumerated().map { number, line in
            let y = box.y + 22 + (number + 1) * Layout.lineHeight
            return "<text class=\"line\" x=\"\(box.x + 12)\" y=\"\(y)\">\(self.escaped(self.fitted(line)))</text>"
        }
        let details = node.details.map { "\($0.name)\t\($0.value)" }.joined(separator: "\n")
        return "<g class=\"node \(node.kind)\(node.isHidden ? " hidden" : "")\" tabindex=\"0\" id=\"\(node.id)\" "
            + "data-title=\"\(self.escaped(node.title))\" data-details=\"\(self.escaped(details))\">"
            + "<rect x=\"\(box.x)\" y=\"\(box.y)\" width=\"\(box.width)\" height=\"\(box.height)\" rx=\"6\"/>"
            + "<text class=\"title\" x=\"\(box.x + 12)\" y=\"\(box.y + 22)\">\(self.escaped(self.fitted(node.title)))</text>"
            + text.joined() + "</g>"
    }

    /// What fits into a node; the whole stands in its details.
    private static func fitted(_ text: String) -> String {
        text.count > 29 ? text.prefix(28) + "…" : text
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n": result += "&#10;"
            case "\t": result += "&#9;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
