package import Addressing

/// Sets of packets by many addresses at once: each list is one node, however long it is.
extension DiagramStore {
    package func packets(fromAnyOf prefixes: [IPPrefix]) -> Diagram {
        self.packets(prefixes, high: .sourceHigh, low: .sourceLow)
    }

    package func packets(toAnyOf prefixes: [IPPrefix]) -> Diagram {
        self.packets(prefixes, high: .destinationHigh, low: .destinationLow)
    }

    private func packets(_ prefixes: [IPPrefix], high: Field, low: Field) -> Diagram {
        var old: [ClosedRange<UInt64>] = []
        var new: [ClosedRange<UInt128>] = []
        for prefix in prefixes {
            switch prefix {
            case .ipv4(let prefix):
                let range = UInt128(prefix.network.rawValue)...UInt128(prefix.last.rawValue)
                old.append(ConditionBuilder.folded(range, low, .ipv4Address))
            case .ipv6(let prefix):
                new.append(prefix.network.rawValue...prefix.last.rawValue)
            }
        }
        let ipv4 = self.intersection(self.packets(of: .ipv4), self.set(low.rawValue, in: old))
        guard !new.isEmpty else { return ipv4 }
        let addresses = self.set([high.rawValue, low.rawValue][...], width: 64, in: new)
        return self.union(ipv4, self.intersection(self.packets(of: .ipv6), addresses))
    }
}
