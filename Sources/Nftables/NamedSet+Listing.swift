internal import Addressing

extension NamedSet {
    /// What the elements are, for the rules that look them up.
    enum Kind {
        case ipv4
        case ipv6
        case connection
        case endpoint
    }

    var kind: Kind {
        switch self.elements {
        case .addresses, .prefixes: .ipv4
        case .ipv6Prefixes: .ipv6
        case .learned(let learned):
            switch learned.key {
            case .ipv4: .ipv4
            case .ipv6: .ipv6
            case .connection: .connection
            }
        case .endpoints: .endpoint
        }
    }

    /// As the kernel lists it, but for the flag of sets that rules add to; `nil` where the kernel may not take it.
    var listed: ListedSet? {
        switch self.elements {
        case .addresses(let addresses):
            return self.listed(["ipv4_addr"], Set(addresses).sorted().map { .ipv4($0...$0) })
        case .prefixes(let prefixes):
            return self.intervals("ipv4_addr", prefixes.map { $0.network...$0.last }) { .ipv4($0) }
        case .ipv6Prefixes(let prefixes):
            return self.intervals("ipv6_addr", prefixes.map { $0.network...$0.last }) { .ipv6($0) }
        case .endpoints(let endpoints):
            let sorted = Set(endpoints).sorted {
                ($0.address, $0.port.rawValue) < ($1.address, $1.port.rawValue)
            }
            let elements = sorted.map { endpoint in
                let port = UInt64(endpoint.port.rawValue)
                return Constant.concatenation([.ipv4(endpoint.address...endpoint.address), .number(port...port)])
            }
            return self.listed(["ipv4_addr", "inet_service"], elements)
        case .learned(let learned):
            guard Learned.sizes.contains(learned.size), learned.minutes.map(Learned.lifetimes.contains) ?? true else {
                return nil
            }
            return ListedSet(
                name: self.name,
                types: learned.key.types,
                flags: learned.lifetime == .counted ? [] : ["timeout"],
                size: learned.size,
                timeout: learned.minutes.map { $0 * 60 },
                elements: []
            )
        }
    }

    private func listed(_ types: [String], _ elements: [Constant]) -> ListedSet {
        ListedSet(name: self.name, types: types, elements: elements.map { SetElement($0) })
    }

    /// `nil` where two of them overlap: nft takes only some of those.
    private func intervals<Address: Comparable>(
        _ type: String,
        _ ranges: [ClosedRange<Address>],
        _ constant: (ClosedRange<Address>) -> Constant
    ) -> ListedSet? {
        let sorted = ranges.sorted { $0.lowerBound < $1.lowerBound }
        guard zip(sorted, sorted.dropFirst()).allSatisfy({ $0.upperBound < $1.lowerBound }) else { return nil }
        return ListedSet(
            name: self.name,
            types: [type],
            flags: ["interval"],
            elements: sorted.map { SetElement(constant($0)) }
        )
    }
}

extension NamedSet.Learned.Key {
    fileprivate var types: [String] {
        switch self {
        case .ipv4, .ipv6: [self.rawValue]
        case .connection: ["ipv4_addr", "inet_service", "ipv4_addr", "inet_service"]
        }
    }
}

extension NamedSet.Learned {
    /// Its default time-out; `nil` if it has none.
    var minutes: Int? { if case .minutes(let minutes) = self.lifetime { minutes } else { nil } }

    /// What nft and the kernel take and list as it was written.
    fileprivate static let sizes = 1...1_000_000
    /// In minutes: up to a week.
    fileprivate static let lifetimes = 1...10_080
}
