internal import Addressing
internal import Diagnostics

/// Finds every intended link of a topology.
///
/// A validator dials relays or sentries, a relay dials sentries, and nobody ever dials a validator (skywelld reference
/// §9, topology rule 1). Public servers of a group form a ring, and groups a ring of rings, so that they are one overlay
/// without any validator.
struct LinkPlanner {
    /// Two hosts, whoever dials.
    private struct Couple: Hashable {
        let lower: Int
        let upper: Int
    }

    private let hosts: [ExpandedHost]
    private let segments: [TopologyFile.Segment]
    /// Whether `hosts` are all; if not, nobody is told that one is missing.
    private let isComplete: Bool
    private var resolver: SelectorResolver
    private var choice: SegmentChoice
    private let segmentIndices: [SegmentName: Int]
    /// Whom each host dials to be served, as indices; empty for public servers.
    private var served: [[Int]]
    private var drafts: [LinkDraft] = []
    /// Pairs of public servers that are linked already.
    private var pairs: Set<Couple> = []
    private var linksLeft = Topology.Limits.links
    private var isOverLimit = false

    /// Plans all links.
    ///
    /// - Parameters:
    ///   - expander: The hosts.
    ///   - segments: The segments of the file, in its order.
    ///   - diagnostics: Receives what is wrong.
    init(_ expander: HostExpander, _ segments: [TopologyFile.Segment], _ diagnostics: inout DiagnosticCollector) {
        self.hosts = expander.hosts
        self.segments = segments
        self.isComplete = expander.isComplete
        self.resolver = SelectorResolver(expander.hosts, isComplete: expander.isComplete)
        self.choice = SegmentChoice(shapes: expander.shapes, isPublic: segments.map(\.isPublic))
        self.segmentIndices = Dictionary(uniqueKeysWithValues: segments.enumerated().map { ($1.name.value, $0) })
        self.served = Array(repeating: [], count: expander.hosts.count)
        for index in self.hosts.indices where self.hosts[index].isComplete {
            switch self.hosts[index].role {
            case .validator, .relay: self.planService(index, &diagnostics)
            case .sentry, .hub: self.planChosen(index, &diagnostics)
            case .external, nil: break
            }
        }
        self.planImplied(&diagnostics)
    }

    /// The sentries that a host dials, in the order of the file.
    func sentries(of index: Int) -> [HostName] {
        self.names(of: index, .sentry)
    }

    /// The relays that a validator dials, in the order of the file.
    func relays(of index: Int) -> [HostName] {
        self.names(of: index, .relay)
    }

    private func names(of index: Int, _ role: Role) -> [HostName] {
        let served = self.served[index]
        guard let first = served.first, self.hosts[first].role == role else { return [] }
        return served.map { self.hosts[$0].name }
    }

    /// Every link, in the order of the diallers in the file.
    func links() -> [Link] {
        var byDialler = Array(repeating: [Int](), count: self.hosts.count)
        for (number, draft) in self.drafts.enumerated() { byDialler[draft.dialler].append(number) }
        var links: [Link] = []
        links.reserveCapacity(self.drafts.count)
        for number in byDialler.joined() {
            if let link = self.link(self.drafts[number]) { links.append(link) }
        }
        return links
    }

    /// `nil` if an address is missing, which has been reported.
    private func link(_ draft: LinkDraft) -> Link? {
        let (dialler, listener) = (self.hosts[draft.dialler], self.hosts[draft.listener])
        let segment = self.segments[draft.segment].name.value
        guard let source = dialler.attachments.first(where: { $0.segment == segment })?.address,
            let address = listener.attachments.first(where: { $0.segment == segment })?.address
        else { return nil }
        return Link(
            dialler: dialler.name,
            listener: listener.name,
            kind: draft.kind,
            segment: segment,
            endpoint: Endpoint(address, listener.peerPort),
            source: source,
            span: draft.span
        )
    }

    // MARK: - What hides validators

    private mutating func planService(_ index: Int, _ diagnostics: inout DiagnosticCollector) {
        let host = self.hosts[index]
        let plan = host.plan
        if host.role == .validator {
            let relays = self.relays(of: host, &diagnostics)
            if !relays.isEmpty {
                self.connect(index, to: relays, plan.relays, .service, &diagnostics)
                self.served[index] = relays
                return
            }
        }
        let sentries = self.chosen(plan.sentries, of: host, .sentries, &diagnostics)
        if sentries.isEmpty { self.refuseEmpty(host, &diagnostics) }
        self.connect(index, to: sentries, plan.sentries, .service, &diagnostics)
        self.served[index] = sentries
    }

    /// A validator's relays: those that it names, otherwise those of its group, unless it names sentries.
    private mutating func relays(of host: ExpandedHost, _ diagnostics: inout DiagnosticCollector) -> [Int] {
        let plan = host.plan
        guard let written = plan.relays else {
            return plan.sentries == nil ? self.resolver.group(host.group, .relays) : []
        }
        let relays = self.chosen(written, of: host, .relays, &diagnostics)
        if let sentries = plan.sentries, !relays.isEmpty {
            let message = "validator '\(host.name)' has both relays and sentries"
            let labels = [Diagnostic.Label("it dials these", at: written.key.span)]
            let help = "remove 'sentries': the relays dial them; or write 'relays: []' to dial sentries directly"
            diagnostics.append(.error(.sentriesAndRelays, message, at: sentries.key.span, labels: labels, help: help))
        }
        return relays
    }

    /// The hosts that a selection chooses, after its demands were checked.
    private mutating func chosen(
        _ choice: HostPlan.Choice?,
        of host: ExpandedHost,
        _ target: Target,
        _ diagnostics: inout DiagnosticCollector
    ) -> [Int] {
        let items = choice?.items?[host.index]
        let chosen =
            items.map { self.resolver.resolve($0, target, &diagnostics) } ?? self.resolver.group(host.group, target)
        if let choice, self.isComplete {
            DemandCheck(hosts: self.hosts, choice: choice, target: target).run(host, chosen, &diagnostics)
        }
        return chosen
    }

    private func refuseEmpty(_ host: ExpandedHost, _ diagnostics: inout DiagnosticCollector) {
        let items = host.plan.sentries?.items?[host.index]
        // A selector that matches nothing has been reported by itself.
        guard self.isComplete, items?.isEmpty ?? true, let role = host.role else { return }
        let help =
            items == nil
            ? "add a sentry to the group '\(host.group)', or choose sentries of another with 'sentries: [...]'"
            : "name its sentries in 'sentries', or leave the key out to choose every sentry of its group"
        let message = "\(role.rawValue) '\(host.name)' has no sentry"
        diagnostics.append(.error(.validatorWithoutSentry, message, at: host.span, help: help))
    }

    // MARK: - What links public servers

    /// The peers that a public server names.
    private mutating func planChosen(_ index: Int, _ diagnostics: inout DiagnosticCollector) {
        let host = self.hosts[index]
        guard let peers = host.plan.peers, let items = peers.items?[host.index] else { return }
        if peers.isOwn, let own = items.first(where: { $0.value == host.name.rawValue }) {
            let message = "'\(host.name)' would dial itself"
            diagnostics.append(.error(.selectsItself, message, at: own.span, help: "remove it"))
        }
        let chosen = self.chosen(peers, of: host, .peers, &diagnostics).filter { $0 != index }
        self.connect(index, to: chosen.filter { self.join(index, $0) }, peers, .chosen, &diagnostics)
    }

    /// Whether two public servers are not linked yet; from now on they are.
    private mutating func join(_ one: Int, _ other: Int) -> Bool {
        self.pairs.insert(Couple(lower: min(one, other), upper: max(one, other))).inserted
    }

    private mutating func planImplied(_ diagnostics: inout DiagnosticCollector) {
        let implied = ImpliedLinks(self.hosts)
        for pair in implied.fellows { self.imply(pair, .fellow, &diagnostics) }
        for pair in implied.bridges { self.imply(pair, .bridge, &diagnostics) }
        for pair in implied.externals { self.imply(pair, .chosen, &diagnostics) }
        self.warnOfLonelyExternals(&diagnostics)
    }

    private mutating func imply(
        _ pair: ImpliedLinks.Pair,
        _ kind: Link.Kind,
        _ diagnostics: inout DiagnosticCollector
    ) {
        let (dialler, listener) = (self.hosts[pair.dialler], self.hosts[pair.listener])
        guard let from = dialler.shape, let to = listener.shape, !self.isOverLimit else { return }
        switch self.choice.segment(from: from, to: to, via: nil) {
        case .only(let segment), .first(let segment, _):
            guard self.join(pair.dialler, pair.listener), self.count(1, dialler, &diagnostics) else { return }
            self.drafts.append(
                LinkDraft(
                    dialler: pair.dialler,
                    listener: pair.listener,
                    kind: kind,
                    segment: segment,
                    span: dialler.span
                )
            )
        case .none: break
        }
    }

    private func warnOfLonelyExternals(_ diagnostics: inout DiagnosticCollector) {
        guard self.isComplete, !diagnostics.hasErrors else { return }
        let dialled = Set(self.drafts.map(\.listener))
        for (index, host) in self.hosts.enumerated() where host.role == .external && !dialled.contains(index) {
            let message = "nobody dials external '\(host.name)'"
            let help =
                "put it into the group of a sentry or hub that is on the same segment, or name it in the 'peers' of one"
            diagnostics.append(.warning(.lonelyExternal, message, at: host.span, help: help))
        }
    }

    // MARK: - Segments

    /// Links a host to others over the segment that they have in common, and reports where there is none or no only one.
    private mutating func connect(
        _ index: Int,
        to listeners: [Int],
        _ written: HostPlan.Choice?,
        _ kind: Link.Kind,
        _ diagnostics: inout DiagnosticCollector
    ) {
        let host = self.hosts[index]
        guard let from = host.shape, self.count(listeners.count, host, &diagnostics) else { return }
        var via: Int?
        if let name = written?.demands.via {
            guard let known = self.segment(name, &diagnostics) else { return }
            via = known
        }
        let span = written?.key.span ?? host.span
        var isReported = false
        for listener in listeners {
            guard let to = self.hosts[listener].shape else { continue }
            let result = self.choice.segment(from: from, to: to, via: via)
            if case .only(let segment) = result {
                self.drafts.append(
                    LinkDraft(dialler: index, listener: listener, kind: kind, segment: segment, span: span)
                )
            } else if !isReported {
                let report = SegmentReport(
                    dialler: host,
                    listener: self.hosts[listener],
                    names: self.segments.map(\.name.value)
                )
                isReported = report.run(result, kind, via: written?.demands.via, &diagnostics)
            }
        }
    }

    private func segment(_ name: Located<SegmentName>, _ diagnostics: inout DiagnosticCollector) -> Int? {
        if let index = self.segmentIndices[name.value] { return index }
        let guess = diagnostics.suggestion(for: name.value.rawValue, in: self.segments.map(\.name.value.rawValue))
        let message = "there is no segment '\(name.value)'"
        let help = guess.map { "did you mean '\($0)'?" }
        diagnostics.append(.error(.unknownSegment, message, at: name.span, help: help))
        return nil
    }

    /// Takes links from what is left of the limit.
    ///
    /// - Returns: Whether there were enough.
    private mutating func count(
        _ links: Int,
        _ host: ExpandedHost,
        _ diagnostics: inout DiagnosticCollector
    ) -> Bool {
        guard !self.isOverLimit else { return false }
        self.linksLeft -= links
        self.isOverLimit = self.linksLeft < 0
        if self.isOverLimit {
            let message = "there are more than \(Topology.Limits.links) links"
            let help = "choose fewer sentries for each validator with 'sentries: [...]'"
            diagnostics.append(.error(.tooManyLinks, message, at: host.span, help: help))
        }
        return !self.isOverLimit
    }
}
