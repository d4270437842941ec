internal import Addressing
internal import Diagnostics

/// Which host has which address.
struct AddressBook {
    private struct Owner {
        let host: HostName
        let span: SourceSpan
    }

    private var owners: [IPAddress: Owner] = [:]

    /// Gives an address to a host, and reports why it cannot have it.
    ///
    /// - Parameters:
    ///   - address: The address, and where it is written.
    ///   - host: Who is to have it.
    ///   - segment: The segment that it should lie in.
    ///   - diagnostics: Receives what is wrong.
    mutating func give(
        _ address: Located<IPAddress>,
        to host: HostName,
        on segment: TopologyFile.Segment,
        _ diagnostics: inout DiagnosticCollector
    ) {
        switch address.value {
        case .ipv4(let value): Self.check(Located(value, at: address.span), of: host, inside: segment, &diagnostics)
        case .ipv6(let value): Self.check(Located(value, at: address.span), of: host, inside: segment, &diagnostics)
        }
        guard let owner = self.owners[address.value] else {
            self.owners[address.value] = Owner(host: host, span: address.span)
            return
        }
        let isRepeated = owner.span == address.span
        diagnostics.append(
            .error(
                .duplicateAddress,
                "address \(address.value) is given to both '\(owner.host)' and '\(host)'",
                at: address.span,
                labels: isRepeated ? [] : [Diagnostic.Label("'\(owner.host)' has it here", at: owner.span)],
                help: isRepeated ? "write a range, such as 10.1.10.{51..52}" : nil
            )
        )
    }

    private static func check(
        _ address: Located<IPv4Address>,
        of host: HostName,
        inside segment: TopologyFile.Segment,
        _ diagnostics: inout DiagnosticCollector
    ) {
        // A segment without a good prefix has been reported by itself.
        guard let first = segment.prefixes.first else { return }
        let home = segment.prefixes.first { $0.value.contains(address.value) }
        let prefix = home ?? first
        let usable = prefix.value.hostAddresses
        guard home == nil || !usable.contains(address.value) else { return }
        let name = segment.name.value
        let help = "write an address from \(usable.lowerBound) to \(usable.upperBound)"
        guard home != nil else {
            let labels = segment.prefixes.map { Diagnostic.Label("'\(name)' is \($0.value)", at: $0.span) }
            let message = "address \(address.value) of '\(host)' is outside of segment '\(name)'"
            let code = Diagnostic.Code.addressOutsideSegment
            diagnostics.append(.error(code, message, at: address.span, labels: labels, help: help))
            return
        }
        let labels = [Diagnostic.Label("'\(name)' is \(prefix.value)", at: prefix.span)]
        let kind = address.value == prefix.value.network ? "network" : "broadcast"
        let message = "address \(address.value) of '\(host)' is the \(kind) address of segment '\(name)'"
        diagnostics.append(.error(.addressNotForHosts, message, at: address.span, labels: labels, help: help))
    }

    private static func check(
        _ address: Located<IPv6Address>,
        of host: HostName,
        inside segment: TopologyFile.Segment,
        _ diagnostics: inout DiagnosticCollector
    ) {
        guard !segment.ipv6Prefixes.contains(where: { $0.value.contains(address.value) }) else { return }
        let name = segment.name.value
        let labels =
            segment.ipv6Prefixes.isEmpty
            ? [Diagnostic.Label("'\(name)' has no IPv6 prefix", at: segment.name.span)]
            : segment.ipv6Prefixes.map { Diagnostic.Label("'\(name)' is \($0.value)", at: $0.span) }
        let message = "address \(address.value) of '\(host)' is outside of segment '\(name)'"
        let help =
            segment.ipv6Prefixes.first.map { "write an address of \($0.value)" } ?? "add an IPv6 prefix to 'cidr'"
        let code = Diagnostic.Code.addressOutsideSegment
        diagnostics.append(.error(code, message, at: address.span, labels: labels, help: help))
    }
}
