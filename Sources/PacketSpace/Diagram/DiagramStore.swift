/// Decision diagrams over intervals: ordered, reduced, shared and memoised.
///
/// A node asks for one field of a packet, and has one edge for each interval of the field's values; the intervals lie
/// side by side and cover the whole range. Along every path fields come in the order of their numbers, no two neighbouring
/// edges lead to the same place, and no node exists twice. A set of ten thousand addresses is then one node, and
/// two functions are the same exactly if they are the same node.
///
/// Not for use from several threads at a time: operations add nodes and remember results.
package final class DiagramStore {
    /// One edge: the values above the previous edge's `upper`, up to and including its own.
    package struct Edge: Hashable, Sendable {
        package let upper: UInt64
        package let target: Diagram

        package init(upTo upper: UInt64, _ target: Diagram) {
            self.upper = upper
            self.target = target
        }
    }

    var tables: DiagramTables
    /// What ``packets(at:)`` knows already.
    var packetsAtHooks: [Hook: Diagram] = [:]

    /// The highest value of each field.
    var highest: [UInt64] { self.tables.highest }

    /// How many nodes there are.
    package var nodeCount: Int { self.tables.nodes.count }

    /// - Parameter highest: The highest value of each field, by its number; at most 255 fields.
    package init(highest: [UInt64]) {
        precondition(highest.count < 256, "a store has at most 255 fields, not \(highest.count)")
        self.tables = DiagramTables(highest: highest)
    }

    /// The function of one field with given edges.
    ///
    /// - Parameters:
    ///   - field: Lower than every field that the edges' targets ask for.
    ///   - edges: In ascending order; the last one reaches the field's highest value.
    package func node(_ field: Int, _ edges: some Sequence<Edge>) -> Diagram {
        let first = self.tables.pending.count
        for edge in edges { self.tables.append(edge, after: first) }
        return self.tables.node(field, after: first)
    }

    /// The packets whose field lies in one of some ranges.
    ///
    /// - Parameter ranges: In any order; they may overlap.
    package func set(_ field: Int, in ranges: [ClosedRange<UInt64>]) -> Diagram {
        self.tables.set(field, ranges.count > 1 ? ranges.sorted { $0.lowerBound < $1.lowerBound } : ranges)
    }

    /// The field that a function asks for, and the places of its edges.
    ///
    /// New nodes append edges: whoever makes nodes while going through edges takes them by their places, because a slice
    /// would have the whole list copied.
    func places(of diagram: Diagram) -> (field: Int, places: Range<Int>)? {
        guard diagram.reference >= 0 else { return nil }
        let node = self.tables.nodes[Int(diagram.reference)]
        return (Int(node.field), Int(node.firstEdge)..<Int(node.firstEdge + node.edgeCount))
    }

    /// A function that asks for the same field, with every edge led elsewhere.
    func redirecting(_ field: Int, _ places: Range<Int>, _ target: (Diagram) -> Diagram) -> Diagram {
        let first = self.tables.pending.count
        for place in places {
            let edge = self.tables.edges[place]
            let redirected = Edge(upTo: edge.upper, target(edge.target))
            self.tables.append(redirected, after: first)
        }
        return self.tables.node(field, after: first)
    }

    /// The edges of a function that asks for a field.
    package func edges(of diagram: Diagram) -> (field: Int, edges: ArraySlice<Edge>)? {
        guard diagram.reference >= 0 else { return nil }
        let node = self.tables.nodes[Int(diagram.reference)]
        return (Int(node.field), self.tables.edges[Int(node.firstEdge)..<Int(node.firstEdge + node.edgeCount)])
    }

    /// What a function gives for one packet.
    ///
    /// - Parameter values: One for each field, by its number.
    package func outcome(of diagram: Diagram, for values: [UInt64]) -> Int {
        var current = diagram
        while let (field, edges) = self.edges(of: current) {
            current = edges[Self.firstIndex(in: edges, reaching: values[field])].target
        }
        return current.outcome ?? 0
    }

    // MARK: - Nodes

    /// The field that a function asks for first; higher than any for a constant one.
    func field(of diagram: Diagram) -> Int {
        self.tables.field(of: diagram)
    }

    static func append(_ edge: Edge, to edges: inout [Edge]) {
        if edges.last?.target == edge.target { edges.removeLast() }
        edges.append(edge)
    }

    static func firstIndex(in edges: ArraySlice<Edge>, reaching value: UInt64) -> Int {
        var (low, high) = (edges.startIndex, edges.endIndex - 1)
        while low < high {
            let middle = (low + high) / 2
            if edges[middle].upper < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
