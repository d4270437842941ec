/// What a ``DiagramStore`` keeps: all nodes, where to find them, and results of operations on them.
///
/// A value of its own, so that an operation that goes through thousands of nodes asks once for the right to change it.
struct DiagramTables {
    typealias Edge = DiagramStore.Edge

    struct Node {
        let field: UInt8
        /// The last field that is asked for on any way from here.
        let lastField: UInt8
        let firstEdge: Int32
        let edgeCount: Int32
    }

    /// The highest value of each field.
    let highest: [UInt64]
    private(set) var nodes: [Node] = []
    private(set) var edges: [Edge] = []
    var results = ResultCache(capacity: 1 << 12)
    /// The edges of nodes that are being made; those of the innermost one come last.
    private(set) var pending: [Edge] = []
    private var uniqueTable = [Int32](repeating: -1, count: 1 << 13)

    /// With room for the rules of one host.
    init(highest: [UInt64]) {
        self.highest = highest
        self.nodes.reserveCapacity(self.uniqueTable.count / 2)
        self.edges.reserveCapacity(self.uniqueTable.count * 2)
    }

    /// The field that a function asks for first; higher than any for a constant one.
    func field(of diagram: Diagram) -> Int {
        diagram.reference < 0 ? .max : Int(self.nodes[Int(diagram.reference)].field)
    }

    /// Whether a function asks for some field, or for one after it.
    func asks(_ diagram: Diagram, from field: Int) -> Bool {
        diagram.reference >= 0 && Int(self.nodes[Int(diagram.reference)].lastField) >= field
    }

    /// Adds an edge to the node that is being made.
    ///
    /// - Parameter first: The place of that node's first edge among the pending ones.
    mutating func append(_ edge: Edge, after first: Int) {
        let last = self.pending.count - 1
        if last >= first, self.pending[last].target == edge.target {
            self.pending[last] = edge
        } else {
            self.pending.append(edge)
        }
    }

    /// The packets whose field lies in one of some ranges.
    ///
    /// - Parameter ranges: By their lower bounds; they may overlap.
    mutating func set(_ field: Int, _ ranges: [ClosedRange<UInt64>]) -> Diagram {
        let highest = self.highest[field]
        let first = self.pending.count
        var next: UInt64 = 0
        for range in ranges where range.upperBound >= next {
            let lower = max(range.lowerBound, next)
            precondition(range.upperBound <= highest, "\(range.upperBound) is above field \(field)")
            if lower > next { self.append(Edge(upTo: lower - 1, .nothing), after: first) }
            self.append(Edge(upTo: range.upperBound, .everything), after: first)
            guard range.upperBound < highest else { return self.node(field, after: first) }
            next = range.upperBound + 1
        }
        self.append(Edge(upTo: highest, .nothing), after: first)
        return self.node(field, after: first)
    }

    /// The one node with the pending edges from a place on, which are no longer pending then.
    mutating func node(_ field: Int, after first: Int) -> Diagram {
        let count = self.pending.count - first
        let last = self.pending[self.pending.count - 1]
        precondition(last.upper == self.highest[field], "the edges do not cover field \(field)")
        if count == 1 {
            self.pending.removeLast()
            return last.target
        }
        if (self.nodes.count + 1) * 2 > self.uniqueTable.count { self.growUniqueTable() }
        let mask = self.uniqueTable.count - 1
        var slot = Self.hash(UInt8(field), self.pending, first, count) & mask
        while self.uniqueTable[slot] >= 0 {
            let candidate = self.uniqueTable[slot]
            if self.isNode(candidate, UInt8(field), first, count) {
                self.pending.removeLast(count)
                return Diagram(reference: candidate)
            }
            slot = (slot + 1) & mask
        }
        let reference = Int32(self.nodes.count)
        var lastField = UInt8(field)
        let firstEdge = Int32(self.edges.count)
        for place in first..<first + count {
            let edge = self.pending[place]
            self.edges.append(edge)
            if edge.target.reference >= 0 {
                lastField = max(lastField, self.nodes[Int(edge.target.reference)].lastField)
            }
        }
        self.nodes.append(
            Node(field: UInt8(field), lastField: lastField, firstEdge: firstEdge, edgeCount: Int32(count))
        )
        self.pending.removeLast(count)
        self.uniqueTable[slot] = reference
        return Diagram(reference: reference)
    }

    private func isNode(_ reference: Int32, _ field: UInt8, _ first: Int, _ count: Int) -> Bool {
        let node = self.nodes[Int(reference)]
        guard node.field == field, Int(node.edgeCount) == count else { return false }
        let start = Int(node.firstEdge)
        for index in 0..<count where self.edges[start + index] != self.pending[first + index] { return false }
        return true
    }

    private mutating func growUniqueTable() {
        let mask = self.uniqueTable.count * 2 - 1
        var table = [Int32](repeating: -1, count: mask + 1)
        for (number, node) in self.nodes.enumerated() {
            var slot = Self.hash(node.field, self.edges, Int(node.firstEdge), Int(node.edgeCount)) & mask
            while table[slot] >= 0 { slot = (slot + 1) & mask }
            table[slot] = Int32(number)
        }
        self.uniqueTable = table
    }

    /// The same in every run: nothing here depends on Swift's seeded hashing.
    private static func hash(_ field: UInt8, _ edges: [Edge], _ first: Int, _ count: Int) -> Int {
        var hash = UInt64(field) &+ 0x9E37_79B9_7F4A_7C15
        for place in first..<first + count {
            let edge = edges[place]
            hash = (hash ^ edge.upper) &* 0xFF51_AFD7_ED55_8CCD
            hash = (hash ^ (hash >> 32) ^ UInt64(UInt32(bitPattern: edge.target.reference))) &* 0xC4CE_B9FE_1A85_EC53
        }
        return Int(truncatingIfNeeded: (hash ^ (hash >> 29)) & 0x7FFF_FFFF_FFFF_FFFF)
    }
}
