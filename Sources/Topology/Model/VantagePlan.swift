package import Addressing
package import Diagnostics

/// Where the lab's own hosts stand: one `outsider` on each public segment, one `intruder` on each private one.
package struct VantagePlan: Hashable, Sendable {
    /// A free address on a public segment, for a second interface that nobody declared.
    package struct Spare: Hashable, Sendable {
        package let segment: SegmentName
        package let address: IPv4Address
    }

    /// In the order of the segments in the file.
    package let vantages: [Vantage]
    /// One on each public segment, in the order of the segments in the file.
    package let spares: [Spare]

    /// Finds an address for each vantage: the highest free host address of its segment.
    ///
    /// Addresses that may administer hosts are taken only if there are no others: a stranger must not be one of them.
    ///
    /// - Parameter topology: The topology whose lab it is.
    /// - Returns: The plan, and an error for each segment without enough free addresses.
    package static func make(for topology: Topology) -> (plan: VantagePlan, diagnostics: [Diagnostic]) {
        let finder = FreeAddresses(topology)
        var vantages: [Vantage] = []
        var spares: [Spare] = []
        var diagnostics: [Diagnostic] = []
        for segment in topology.segments {
            let kind: Vantage.Kind = segment.isPublic ? .outsider : .intruder
            let needed = segment.isPublic ? 2 : 1
            let addresses = finder.highest(needed, on: segment)
            guard addresses.count == needed else {
                diagnostics.append(Self.tooSmall(segment, kind, needed: needed, free: addresses.count))
                continue
            }
            let isOnly = topology.segments.count { $0.isPublic == segment.isPublic } == 1
            let name = HostName(kind, on: isOnly ? nil : segment.name)
            vantages.append(Vantage(name: name, kind: kind, segment: segment.name, address: addresses[0]))
            spares += addresses.dropFirst().map { Spare(segment: segment.name, address: $0) }
        }
        return (VantagePlan(vantages: vantages, spares: spares), diagnostics)
    }

    private static func tooSmall(_ segment: Segment, _ kind: Vantage.Kind, needed: Int, free: Int) -> Diagnostic {
        .error(
            .segmentTooSmallForLab,
            "segment '\(segment.name)' is too small for the lab",
            at: segment.span,
            label: "\(needed) free addresses needed, \(free) left",
            help: "use a network larger than \(segment.prefix): the lab puts an \(kind.rawValue) on it"
        )
    }
}
