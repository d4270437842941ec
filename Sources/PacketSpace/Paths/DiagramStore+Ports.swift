extension DiagramStore {
    /// The ports to which some packets of a set go, whatever else they are; ascending and apart from each other.
    ///
    /// - Parameter packets: By addresses and ports alone.
    package func destinationPorts(of packets: Diagram) -> [ClosedRange<UInt16>] {
        let others = Field.allCases.filter { $0 != .destinationPort }
        let ports = others.reduce(packets) { self.forgetting($1.rawValue, in: $0) }
        guard let (_, edges) = self.edges(of: ports) else { return ports == .nothing ? [] : [0...UInt16.max] }
        var ranges: [ClosedRange<UInt16>] = []
        var lower: UInt64 = 0
        for edge in edges {
            if edge.target != .nothing { ranges.append(UInt16(lower)...UInt16(edge.upper)) }
            lower = edge.upper &+ 1
        }
        return ranges
    }
}
