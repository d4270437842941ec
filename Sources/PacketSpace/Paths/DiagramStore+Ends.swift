package import Addressing

/// Functions of addresses and ports alone, as ``FlowKind`` leaves them.
extension DiagramStore {
    /// The function of packets with one source.
    package func function(_ diagram: Diagram, from address: IPAddress) -> Diagram {
        self.fixing(diagram, address, .sourceHigh, .sourceLow)
    }

    /// The function of packets with one destination.
    package func function(_ diagram: Diagram, to address: IPAddress) -> Diagram {
        self.fixing(diagram, address, .destinationHigh, .destinationLow)
    }

    private func fixing(_ diagram: Diagram, _ address: IPAddress, _ high: Field, _ low: Field) -> Diagram {
        switch address {
        case .ipv4(let address):
            return self.assigningFirst(low.rawValue, UInt64(address.rawValue), in: diagram)
        case .ipv6(let address):
            let upper = self.assigningFirst(high.rawValue, UInt64(address.rawValue >> 64), in: diagram)
            return self.assigningFirst(low.rawValue, UInt64(truncatingIfNeeded: address.rawValue), in: upper)
        }
    }

    /// As ``assigning(_:_:in:)``, at once where the field is what the function asks for first.
    private func assigningFirst(_ field: Int, _ value: UInt64, in diagram: Diagram) -> Diagram {
        guard let (asked, edges) = self.edges(of: diagram) else { return diagram }
        if asked > field { return diagram }
        if asked == field { return edges[Self.firstIndex(in: edges, reaching: value)].target }
        return self.assigning(field, value, in: diagram)
    }

    /// The packets that go the other way: what was the source is the destination, of addresses and of ports.
    ///
    /// - Precondition: One of the addresses at most matters: the other one was fixed.
    package func reversing(_ set: Diagram) -> Diagram {
        let swapped: [Field: Field] = [
            .sourceHigh: .destinationHigh, .sourceLow: .destinationLow,
            .destinationHigh: .sourceHigh, .destinationLow: .sourceLow,
        ]
        var known: [Diagram: Diagram] = [:]
        return self.reverse(set, swapped, &known)
    }

    private func reverse(_ set: Diagram, _ swapped: [Field: Field], _ known: inout [Diagram: Diagram]) -> Diagram {
        guard let (field, places) = self.places(of: set) else { return set }
        if let result = known[set] { return result }
        let result: Diagram
        if let other = Field(rawValue: field).flatMap({ swapped[$0] }) {
            result = self.redirecting(other.rawValue, places) { self.reverse($0, swapped, &known) }
        } else {
            result = self.swappingPorts(of: set)
        }
        known[set] = result
        return result
    }

    private func swappingPorts(of set: Diagram) -> Diagram {
        guard let (field, places) = self.places(of: set) else { return set }
        let (first, second) = (Field.destinationPort.rawValue, Field.sourcePort.rawValue)
        if field == second { return self.moving(places, to: first) }
        precondition(field == first, "of a flow's packets only addresses and ports matter")
        var result = Diagram.nothing
        var lower: UInt64 = 0
        for place in places {
            let edge = self.tables.edges[place]
            let here = self.set(second, in: [lower...edge.upper])
            lower = edge.upper &+ 1
            let there = self.places(of: edge.target).map { self.moving($0.places, to: first) } ?? edge.target
            result = self.union(result, self.intersection(there, here))
        }
        return result
    }

    /// A function of one port as the same function of the other one.
    private func moving(_ places: Range<Int>, to field: Int) -> Diagram {
        self.redirecting(field, places) { target in
            precondition(target.outcome != nil, "of a flow's packets only addresses and ports matter")
            return target
        }
    }
}
