internal import Addressing
internal import Diagnostics

/// Expands the ranges and lists of hosts, and checks what each host says by itself.
struct HostExpander {
    /// The hosts so far, in the order of the file.
    private(set) var hosts: [ExpandedHost] = []
    /// Whether these are all that the file means; if not, nobody should be told that a host is missing.
    private(set) var isComplete: Bool
    /// Every set of segments that some host is on, as sorted indices of segments.
    var shapes: [[Int]] { self.shapeTable.shapes }
    private let segments: SegmentTable
    private var planner: HostPlanner
    private var shapeTable = ShapeTable()
    private var addresses = AddressBook()
    private var places: [HostName: SourceSpan] = [:]
    private var hostsLeft = Topology.Limits.hosts

    /// Expands all hosts of a file.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - segments: Its segments.
    ///   - diagnostics: Receives what is wrong.
    init(_ file: TopologyFile, _ segments: SegmentTable, _ diagnostics: inout DiagnosticCollector) {
        self.segments = segments
        self.isComplete = file.hasAllHosts
        self.planner = HostPlanner(levels: file.levels, trust: file.trustSpan)
        for host in file.hosts {
            self.expand(host, &diagnostics)
        }
        self.planner.checkLevels(usedBy: self.hosts, isComplete: self.isComplete, &diagnostics)
    }

    private mutating func expand(_ host: TopologyFile.Host, _ diagnostics: inout DiagnosticCollector) {
        let count = host.name.count
        guard count <= self.hostsLeft else {
            let message = "with these hosts there are more than \(Topology.Limits.hosts)"
            diagnostics.append(.error(.tooManyHosts, message, at: host.name.span, label: "\(count) hosts"))
            self.isComplete = false
            return
        }
        self.hostsLeft -= count
        let steps = InStep(with: host.name)
        let written = WrittenAttachment.all(of: host.node, &diagnostics).map { $0.inStep(steps, &diagnostics) }
        let attachments = written.map { self.known($0, &diagnostics) }
        let known = attachments.compactMap(\.self)
        let shape = known.count == attachments.count ? self.shapeTable.number(of: known.map(\.index)) : nil
        let check = EntryCheck(host: host, attachments: written, segments: attachments.map { $0?.segment })
        var entry = self.planner.entry(host, steps, &diagnostics)
        for index in 0..<count {
            let group = entry.group(at: index, &diagnostics)
            let (plan, isNew) = self.planner.plan(&entry, group: group, &diagnostics)
            if isNew { check.run(plan, &diagnostics) }
            guard let name = self.name(host.name, index, &diagnostics) else {
                self.isComplete = false
                continue
            }
            let zone = Self.zone(plan.zone, index, &diagnostics)
            let isComplete = plan.isComplete && group != nil && (zone == nil) == (plan.zone == nil)
            self.isComplete = self.isComplete && isComplete
            self.hosts.append(
                ExpandedHost(
                    name: name,
                    plan: plan,
                    index: index,
                    group: group ?? .default,
                    zone: zone,
                    peerPort: Self.port(plan.peerPort, index, &diagnostics),
                    attachments: known.compactMap { self.attachment($0, index, of: name, &diagnostics) },
                    shape: shape,
                    isComplete: isComplete,
                    span: host.name.span
                )
            )
        }
    }

    /// An attachment whose segment is known.
    private struct KnownAttachment {
        let segment: TopologyFile.Segment
        /// The segment's place in the file, counted from 0.
        let index: Int
        let written: WrittenAttachment
    }

    /// `nil` if the segment is not known.
    private mutating func known(
        _ written: WrittenAttachment,
        _ diagnostics: inout DiagnosticCollector
    ) -> KnownAttachment? {
        let name = written.segment
        switch self.segments[name.value] {
        case .known(let segment, let index):
            return KnownAttachment(segment: segment, index: index, written: written)
        case .refused:
            return nil
        case .unknown:
            let keys = Language.host.names
            let known =
                "a host has the keys " + keys.map { "'\($0)'" }.joined(separator: ", ") + " and the names of segments"
            let guess = diagnostics.suggestion(for: name.value, in: self.segments.names + keys)
            let help = (guess.map { "did you mean '\($0)'? " } ?? "") + known
            let message = "there is no segment '\(name.value)'"
            diagnostics.append(.error(.unknownSegment, message, at: name.span, help: help))
            return nil
        }
    }

    private mutating func attachment(
        _ known: KnownAttachment,
        _ index: Int,
        of host: HostName,
        _ diagnostics: inout DiagnosticCollector
    ) -> Attachment? {
        var ipv4: IPv4Address?
        var ipv6: IPv6Address?
        for template in known.written.addresses {
            let text = Located(template.text(at: index), at: template.span)
            guard let address = text.address(&diagnostics) else { return nil }
            self.addresses.give(Located(address, at: template.span), to: host, on: known.segment, &diagnostics)
            switch address {
            case .ipv4(let address) where ipv4 == nil: ipv4 = address
            case .ipv6(let address) where ipv6 == nil: ipv6 = address
            case .ipv4, .ipv6:
                let message = "'\(host)' has two addresses of one family on '\(known.segment.name.value)'"
                let help = "write one IPv4 address, or a list of one IPv4 and one IPv6 address"
                diagnostics.append(.error(.severalAddresses, message, at: template.span, help: help))
            }
        }
        guard let ipv4 else {
            self.refuseIPv6Alone(known.written, of: host, &diagnostics)
            return nil
        }
        return Attachment(
            segment: known.segment.name.value,
            address: ipv4,
            ipv6Address: ipv6,
            span: known.written.span
        )
    }

    private func refuseIPv6Alone(
        _ written: WrittenAttachment,
        of host: HostName,
        _ diagnostics: inout DiagnosticCollector
    ) {
        guard written.isComplete else { return }
        let message = "'\(host)' has no IPv4 address on '\(written.segment.value)', and its server speaks IPv4 only"
        let help = "write a list of an IPv4 and an IPv6 address, such as [10.1.10.51, fd00:10::51]"
        diagnostics.append(.error(.ipv6Alone, message, at: written.span, help: help))
    }

    private mutating func name(
        _ template: Template,
        _ index: Int,
        _ diagnostics: inout DiagnosticCollector
    ) -> HostName? {
        let text = template.text(at: index)
        guard let name = HostName(text) else {
            diagnostics.append(NameRule.refusal(of: "host", Located(text, at: template.span)))
            return nil
        }
        guard !name.isReserved, !Language.partyWords.contains(text) else {
            let reason = name.isReserved ? "for the lab" : "for 'expect'"
            let message = "the name '\(name)' is reserved \(reason)"
            diagnostics.append(.error(.reservedName, message, at: template.span, help: "choose another name"))
            return nil
        }
        if let first = self.places[name] {
            let labels = first == template.span ? [] : [Diagnostic.Label("first given here", at: first)]
            let message = "there are two hosts called '\(name)'"
            diagnostics.append(.error(.duplicateHost, message, at: template.span, labels: labels))
            return nil
        }
        self.places[name] = template.span
        return name
    }

    private static func zone(
        _ template: Template?,
        _ index: Int,
        _ diagnostics: inout DiagnosticCollector
    ) -> ZoneName? {
        guard let template else { return nil }
        let text = template.text(at: index)
        if let zone = ZoneName(text) { return zone }
        diagnostics.append(NameRule.refusal(of: "zone", Located(text, at: template.span)))
        return nil
    }

    private static func port(
        _ template: Template?,
        _ index: Int,
        _ diagnostics: inout DiagnosticCollector
    ) -> Port {
        guard let template else { return Host.defaultPeerPort }
        return Located(template.text(at: index), at: template.span).port(&diagnostics) ?? Host.defaultPeerPort
    }
}
