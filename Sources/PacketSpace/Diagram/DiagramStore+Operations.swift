extension DiagramStore {
    /// How two functions are combined, outcome by outcome.
    package enum Operation: UInt32, Sendable {
        /// Of two sets.
        case intersection
        case union
        case difference
        /// Of two functions whose outcomes are sets of bits: the bits of both.
        case either
    }

    package func intersection(_ lhs: Diagram, _ rhs: Diagram) -> Diagram { self.apply(.intersection, lhs, rhs) }
    package func union(_ lhs: Diagram, _ rhs: Diagram) -> Diagram { self.apply(.union, lhs, rhs) }
    package func difference(_ lhs: Diagram, _ rhs: Diagram) -> Diagram { self.apply(.difference, lhs, rhs) }
    package func either(_ lhs: Diagram, _ rhs: Diagram) -> Diagram { self.apply(.either, lhs, rhs) }

    /// Combines two functions.
    package func apply(_ operation: Operation, _ lhs: Diagram, _ rhs: Diagram) -> Diagram {
        self.tables.apply(operation, lhs, rhs)
    }

    /// One function where a set holds, another one elsewhere.
    package func choose(_ condition: Diagram, _ inside: Diagram, _ outside: Diagram) -> Diagram {
        self.tables.choose(condition, inside, outside)
    }

    /// The packets whose outcome has at least one of some bits.
    package func packets(of diagram: Diagram, having bits: Int) -> Diagram {
        self.tables.packets(.everything, of: diagram, having: bits)
    }

    /// Those of some packets whose outcome has at least one of some bits. Nothing is made but the answer, which often is that
    /// there are none.
    package func packets(_ set: Diagram, of diagram: Diagram, having bits: Int) -> Diagram {
        self.tables.packets(set, of: diagram, having: bits)
    }
}
