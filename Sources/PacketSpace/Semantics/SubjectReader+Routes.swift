internal import Nftables

/// What lies outside of the packet: routes, interfaces, and a length that two headers tell.
extension SubjectReader {
    /// What `fib` gives.
    ///
    /// With `iif`, the interface that is found is the one that the packet came in by, or none at all.
    /// Source: `nft_fib4_eval`, `nft_fib6_eval` and `nft_fib_can_skip` of the kernel.
    func routes(_ result: String, of words: [String]) -> Subject {
        switch (result, words.sorted()) {
        case ("oif", ["iif", "saddr"]), ("oifname", ["iif", "saddr"]):
            return Subject(.gated(self.withReversePath, [.inputHigh, .inputLow]), .interfaceName)
        case ("type", ["saddr"]): return self.type(.sourceType)
        case ("type", ["iif", "saddr"]): return self.type(.sourceTypeHere)
        case ("type", ["daddr"]): return self.type(.destinationType)
        case ("type", ["daddr", "iif"]): return self.type(.destinationTypeHere)
        default: return .unknown()
        }
    }

    private func type(_ field: Field) -> Subject {
        Subject(.coded(field, AddressType.allCases.map { UInt128($0.rawValue) }), .addressType)
    }

    /// The kernel does not ask its routes about what comes in by `lo`, before it is forwarded.
    private var withReversePath: Diagram {
        let fromLoopback = self.store.intersection(
            self.store.packets(enteringBy: "lo"),
            self.store.packets(leavingBy: nil)
        )
        return self.store.union(fromLoopback, self.store.set(.reversePath, 1))
    }

    /// Without an interface there is no group, and the rule ends. Source: `nft_meta_store_ifgroup` of the kernel.
    func group(_ field: Field, of packetsWithout: Diagram) -> Subject {
        Subject(.field(field), .group, if: Condition(self.store.complement(of: packetsWithout)))
    }

    /// The header of IPv4 has 16 bits for the length, and says 0 of what is longer; the kernel may join packets to longer
    /// ones on its way.
    var headerLength: Subject {
        var subject = Subject(.field(.length), .number(width: 16), if: self.ipv4)
        subject.vague = self.store.set(Field.length.rawValue, in: [65536...Field.length.highest])
        return subject
    }
}
