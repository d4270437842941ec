internal import Addressing
internal import Diagnostics

/// Expands the ranges and lists of hosts, and checks what each host says by itself.
struct HostExpander {
    /// The hosts so far, in the order of the file.
    private(set) var hosts: [ExpandedHost] = []
    /// Whether these are all that the file means; if not, nobody should be told that a host is missing.
    private(set) var isComplete: Bool
    private let segments: SegmentTable
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
        for host in file.hosts {
            self.expand(host, &diagnostics)
        }
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
        let steps = InStep(host, &diagnostics)
        let attachments = self.attachments(of: host, steps, &diagnostics)
        EntryCheck(host: host, segments: attachments.map { $0?.segment }).run(&diagnostics)
        let names = attachments.compactMap { $0?.segment.name.value }.sorted()
        for index in 0..<count {
            guard let name = self.name(host.name, index, &diagnostics) else {
                self.isComplete = false
                continue
            }
            let group = Self.group(steps.group, index, &diagnostics)
            let isComplete = host.settings.isComplete && steps.isComplete && group != nil
            self.isComplete = self.isComplete && isComplete
            self.hosts.append(
                ExpandedHost(
                    name: name,
                    role: host.settings.role?.value,
                    group: group ?? .default,
                    peerPort: Self.port(steps.peerPort, index, &diagnostics),
                    attachments: attachments.compactMap { attachment in
                        attachment.flatMap { self.attachment($0, index, of: name, &diagnostics) }
                    },
                    segments: names.count == attachments.count ? names : nil,
                    selectors: steps.selectors.map { $0.map { Located($0.text(at: index), at: $0.span) } },
                    isComplete: isComplete,
                    span: host.name.span
                )
            )
        }
    }

    /// An attachment whose segment is known.
    private struct KnownAttachment {
        let segment: TopologyFile.Segment
        let address: Template?
        let span: SourceSpan
    }

    /// One element per written attachment; `nil` where the segment is not known.
    private mutating func attachments(
        of host: TopologyFile.Host,
        _ steps: InStep,
        _ diagnostics: inout DiagnosticCollector
    ) -> [KnownAttachment?] {
        zip(host.attachments, steps.addresses).map { attachment, address in
            let name = attachment.segment
            switch self.segments[name.value] {
            case .known(let segment):
                return KnownAttachment(segment: segment, address: address, span: attachment.span)
            case .refused:
                return nil
            case .unknown:
                let known =
                    "a host has the keys " + HostSettings.keys.map { "'\($0)'" }.joined(separator: ", ")
                    + " and the names of segments"
                let guess = diagnostics.suggestion(for: name.value, in: self.segments.names + HostSettings.keys)
                let help = (guess.map { "did you mean '\($0)'? " } ?? "") + known
                let message = "there is no segment '\(name.value)'"
                diagnostics.append(.error(.unknownSegment, message, at: name.span, help: help))
                return nil
            }
        }
    }

    private mutating func attachment(
        _ written: KnownAttachment,
        _ index: Int,
        of host: HostName,
        _ diagnostics: inout DiagnosticCollector
    ) -> Attachment? {
        guard let template = written.address else { return nil }
        let text = Located(template.text(at: index), at: template.span)
        guard let address = text.address(&diagnostics) else { return nil }
        let located = Located(address, at: template.span)
        self.addresses.give(located, to: host, on: written.segment, &diagnostics)
        return Attachment(segment: written.segment.name.value, address: address, span: written.span)
    }

    private mutating func name(
        _ template: Template,
        _ index: Int,
        _ diagnostics: inout DiagnosticCollector
    ) -> HostName? {
        let text = template.text(at: index)
        guard let name = HostName(text) else {
            let help = "use \(NameRule.description), at most \(NameRule.maximumLength) characters"
            diagnostics.append(
                .error(.badName, "'\(text)' cannot be the name of a host", at: template.span, help: help)
            )
            return nil
        }
        guard !name.isReserved else {
            let message = "the name '\(name)' is reserved for the lab"
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

    private static func group(
        _ template: Template?,
        _ index: Int,
        _ diagnostics: inout DiagnosticCollector
    ) -> GroupName? {
        guard let template else { return .default }
        let text = template.text(at: index)
        if let group = GroupName(text) { return group }
        let help = "use \(NameRule.description), at most \(NameRule.maximumLength) characters"
        diagnostics.append(.error(.badName, "'\(text)' cannot be the name of a group", at: template.span, help: help))
        return nil
    }

    private static func port(
        _ template: Template?,
        _ index: Int,
        _ diagnostics: inout DiagnosticCollector
    ) -> Port {
        guard let template else { return Host.defaultPeerPort }
        let text = template.text(at: index)
        if let port = Port(text) { return port }
        let help = "write a number from 1 to 65535"
        diagnostics.append(.error(.badPort, "'\(text)' is not a port", at: template.span, help: help))
        return Host.defaultPeerPort
    }
}
