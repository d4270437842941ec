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

    struct Node {
        let field: UInt8
        let firstEdge: Int32
        let edgeCount: Int32
    }

    /// The highest value of each field.
    let highest: [UInt64]
    private(set) var nodes: [Node] = []
    private(set) var edges: [Edge] = []
    private var uniqueTable: [Int32]
    var results: ResultCache
    var scratch: [[Edge]] = []

    /// How many nodes there are.
    package var nodeCount: Int { self.nodes.count }

    /// - Parameter highest: The highest value of each field, by its number; at most 255 fields.
    package init(highest: [UInt64]) {
        precondition(highest.count < 256, "a store has at most 255 fields, not \(highest.count)")
        self.highest = highest
        self.uniqueTable = [Int32](repeating: -1, count: 1 << 10)
        self.results = ResultCache(capacity: 1 << 12)
    }

    /// The function of one field with given edges.
    ///
    /// - Parameters:
    ///   - field: Lower than every field that the edges' targets ask for.
    ///   - edges: In ascending order; the last one reaches the field's highest value.
    package func node(_ field: Int, _ edges: some Sequence<Edge>) -> Diagram {
        var merged: [Edge] = []
        for edge in edges { Self.append(edge, to: &merged) }
        return self.node(field, merged: merged)
    }

    /// The packets whose field lies in one of some ranges.
    ///
    /// - Parameter ranges: In any order; they may overlap.
    package func set(_ field: Int, in ranges: [ClosedRange<UInt64>]) -> Diagram {
        let highest = self.highest[field]
        var edges: [Edge] = []
        var next: UInt64 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where range.upperBound >= next {
            let lower = max(range.lowerBound, next)
            precondition(range.upperBound <= highest, "\(range.upperBound) is above field \(field)")
            if lower > next { Self.append(Edge(upTo: lower - 1, .nothing), to: &edges) }
            Self.append(Edge(upTo: range.upperBound, .everything), to: &edges)
            guard range.upperBound < highest else { return self.node(field, merged: edges) }
            next = range.upperBound + 1
        }
        Self.append(Edge(upTo: highest, .nothing), to: &edges)
        return self.node(field, merged: edges)
    }

    /// The field that a function asks for, and the places of its edges.
    ///
    /// New nodes append edges: whoever makes nodes while going through edges takes them by their places, because a slice
    /// would have the whole list copied.
    func places(of diagram: Diagram) -> (field: Int, places: Range<Int>)? {
        guard diagram.reference >= 0 else { return nil }
        let node = self.nodes[Int(diagram.reference)]
        return (Int(node.field), Int(node.firstEdge)..<Int(node.firstEdge + node.edgeCount))
    }

    /// A function that asks for the same field, with every edge led elsewhere.
    func redirecting(_ field: Int, _ places: Range<Int>, _ target: (Diagram) -> Diagram) -> Diagram {
        var merged = self.scratch.popLast() ?? []
        merged.removeAll(keepingCapacity: true)
        for place in places {
            let edge = self.edges[place]
            Self.append(Edge(upTo: edge.upper, target(edge.target)), to: &merged)
        }
        let result = self.node(field, merged: merged)
        self.scratch.append(merged)
        return result
    }

    /// The edges of a function that asks for a field.
    package func edges(of diagram: Diagram) -> (field: Int, edges: ArraySlice<Edge>)? {
        guard diagram.reference >= 0 else { return nil }
        let node = self.nodes[Int(diagram.reference)]
        return (Int(node.field), self.edges[Int(node.firstEdge)..<Int(node.firstEdge + node.edgeCount)])
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
        diagram.reference < 0 ? .max : Int(self.nodes[Int(diagram.reference)].field)
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

    /// The one node with these edges, of which no two neighbours have the same target.
    func node(_ field: Int, merged: [Edge]) -> Diagram {
        precondition(merged.last?.upper == self.highest[field], "the edges do not cover field \(field)")
        if merged.count == 1 { return merged[0].target }
        if (self.nodes.count + 1) * 2 > self.uniqueTable.count { self.growUniqueTable() }
        var slot = Self.hash(UInt8(field), merged[...]) & (self.uniqueTable.count - 1)
        while self.uniqueTable[slot] >= 0 {
            let candidate = self.uniqueTable[slot]
            if self.isNode(candidate, UInt8(field), merged) { return Diagram(reference: candidate) }
            slot = (slot + 1) & (self.uniqueTable.count - 1)
        }
        let reference = Int32(self.nodes.count)
        self.nodes.append(
            Node(field: UInt8(field), firstEdge: Int32(self.edges.count), edgeCount: Int32(merged.count))
        )
        self.edges += merged
        self.uniqueTable[slot] = reference
        return Diagram(reference: reference)
    }

    private func isNode(_ reference: Int32, _ field: UInt8, _ edges: [Edge]) -> Bool {
        let node = self.nodes[Int(reference)]
        guard node.field == field, Int(node.edgeCount) == edges.count else { return false }
        for index in edges.indices where self.edges[Int(node.firstEdge) + index] != edges[index] { return false }
        return true
    }

    private func growUniqueTable() {
        self.uniqueTable = [Int32](repeating: -1, count: self.uniqueTable.count * 2)
        for (number, node) in self.nodes.enumerated() {
            let edges = self.edges[Int(node.firstEdge)..<Int(node.firstEdge + node.edgeCount)]
            var slot = Self.hash(node.field, edges) & (self.uniqueTable.count - 1)
            while self.uniqueTable[slot] >= 0 { slot = (slot + 1) & (self.uniqueTable.count - 1) }
            self.uniqueTable[slot] = Int32(number)
        }
    }

    /// The same in every run: nothing here depends on Swift's seeded hashing.
    private static func hash(_ field: UInt8, _ edges: ArraySlice<Edge>) -> Int {
        var hash = UInt64(field) &+ 0x9E37_79B9_7F4A_7C15
        for edge in edges {
            hash = (hash ^ edge.upper) &* 0xFF51_AFD7_ED55_8CCD
            hash = (hash ^ (hash >> 32) ^ UInt64(UInt32(bitPattern: edge.target.reference))) &* 0xC4CE_B9FE_1A85_EC53
        }
        return Int(truncatingIfNeeded: (hash ^ (hash >> 29)) & 0x7FFF_FFFF_FFFF_FFFF)
    }
}
