internal import Addressing
internal import Diagnostics

/// Which host has which address.
struct AddressBook {
    private struct Owner {
        let host: HostName
        let span: SourceSpan
    }

    private var owners: [IPv4Address: Owner] = [:]

    /// Gives an address to a host, and reports why it cannot have it.
    ///
    /// - Parameters:
    ///   - address: The address, and where it is written.
    ///   - host: Who is to have it.
    ///   - segment: The segment that it should lie in.
    ///   - diagnostics: Receives what is wrong.
    mutating func give(
        _ address: Located<IPv4Address>,
        to host: HostName,
        on segment: TopologyFile.Segment,
        _ diagnostics: inout DiagnosticCollector
    ) {
        if let prefix = segment.prefix {
            Self.check(address, of: host, inside: prefix, of: segment.name.value, &diagnostics)
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
        inside prefix: Located<IPv4Prefix>,
        of segment: SegmentName,
        _ diagnostics: inout DiagnosticCollector
    ) {
        let usable = prefix.value.hostAddresses
        guard !usable.contains(address.value) else { return }
        let help = "write an address from \(usable.lowerBound) to \(usable.upperBound)"
        let labels = [Diagnostic.Label("'\(segment)' is \(prefix.value)", at: prefix.span)]
        guard prefix.value.contains(address.value) else {
            let message = "address \(address.value) of '\(host)' is outside of segment '\(segment)'"
            let code = Diagnostic.Code.addressOutsideSegment
            diagnostics.append(.error(code, message, at: address.span, labels: labels, help: help))
            return
        }
        let kind = address.value == prefix.value.network ? "network" : "broadcast"
        let message = "address \(address.value) of '\(host)' is the \(kind) address of segment '\(segment)'"
        diagnostics.append(.error(.addressNotForHosts, message, at: address.span, labels: labels, help: help))
    }
}
