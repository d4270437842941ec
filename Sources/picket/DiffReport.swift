internal import Nftables
internal import PacketSpace

/// What new rules do otherwise than old ones, for people and for programs.
struct DiffReport: Encodable {
    static let schemaName = "picket.diff/1"

    /// Packets in words.
    struct Packets: Encodable {
        let boxes: [String]
        /// Whether these are all.
        let isComplete: Bool
        /// The rules that brought it about.
        let rules: [RuleChange]

        /// How many boxes are said.
        private static let limit = 24

        /// - Parameters:
        ///   - accepted: What becomes of the packets now.
        ///   - rules: Tells them apart.
        init(
            _ set: Diagram,
            at hook: Hook,
            _ store: DiagramStore,
            _ names: AddressNames,
            _ rules: (_ boxes: [Box], _ set: Diagram) -> [RuleChange]
        ) {
            let isImpossible = store.intersection(set, store.packets(at: hook)) == .nothing
            let shown = isImpossible ? .nothing : store.withoutImpossible(set, at: hook)
            let (boxes, isComplete) = store.boxes(of: shown, limit: Self.limit)
            self.boxes = boxes.map { $0.words(names) }
            self.isComplete = isComplete
            self.rules = rules(boxes, store.intersection(set, store.packets(at: hook)))
        }
    }

    struct HookDifference: Encodable {
        /// Or a way over several hooks, such as "from the wire to the host".
        let hook: String
        let newlyAccepted: Packets
        let newlyDropped: Packets
        /// Accepted for sure now, and perhaps dropped before.
        let surelyAccepted: Packets
        let surelyDropped: Packets
    }

    struct Host: Encodable {
        enum Presence: String, Encodable {
            case both
            case onlyOld
            case onlyNew
        }

        /// Empty if single rulesets are compared.
        let name: String
        let presence: Presence
        /// Of the hooks at which something differs.
        let hooks: [HookDifference]
        /// What is not judged, on either side.
        let notJudged: [String]
        /// How many rules cannot be known beforehand, at most of one side: what they change is not seen.
        let uncertainRules: Int
        /// Those of them that one side alone has, such as a ceiling that was raised: what they change is not known.
        let uncertainOnlyOld: [String]
        let uncertainOnlyNew: [String]

        init(unchanged name: String) {
            self.init(onlyIn: .both, name)
        }

        init(onlyIn presence: Presence, _ name: String) {
            self.name = name
            self.presence = presence
            self.hooks = []
            self.notJudged = []
            self.uncertainRules = 0
            self.uncertainOnlyOld = []
            self.uncertainOnlyNew = []
        }

        init(_ name: String, from old: DiffSide, to new: DiffSide, _ names: AddressNames) {
            let store = DiagramStore()
            let provers = (old: Prover(old.listing, store: store), new: Prover(new.listing, store: store))
            self.name = name
            self.presence = .both
            var differences = Hook.allCases.map { hook in
                (
                    name: hook.rawValue, hook: hook, isWay: false,
                    difference: Difference(from: provers.old, to: provers.new, at: hook)
                )
            }
            // What one hook changes of a packet, another one may ask.
            if provers.old.changesAnything || provers.new.changesAnything {
                differences += Journey.allCases.map { journey in
                    let difference = Difference(from: provers.old, to: provers.new, on: journey)
                    return (name: Self.words(journey), hook: journey.view, isWay: true, difference: difference)
                }
            }
            differences.removeAll(where: \.difference.isEmpty)
            let lines = differences.isEmpty ? (old: nil, new: nil) : (old: old.lines, new: new.lines)
            let sides = (old: (provers.old, lines.old), new: (provers.new, lines.new))
            self.hooks = differences.map { name, hook, isWay, difference in
                let packets = { (set: Diagram, accepted: Bool) in
                    Packets(set, at: hook, store, names) { boxes, set in
                        // Of a way no single rule decides.
                        isWay
                            ? []
                            : RuleChange.all(of: boxes, in: set, at: hook, accepted: accepted, sides.old, sides.new)
                    }
                }
                return HookDifference(
                    hook: name,
                    newlyAccepted: packets(difference.accepted, true),
                    newlyDropped: packets(difference.dropped, false),
                    surelyAccepted: packets(difference.surelyAccepted, true),
                    surelyDropped: packets(difference.surelyDropped, false)
                )
            }
            self.notJudged = Set(provers.old.notJudged + provers.new.notJudged).sorted()
            self.uncertainRules = max(provers.old.uncertainties.count, provers.new.uncertainties.count)
            var uncertain = (
                old: UncertainRules(provers.old, old.listing), new: UncertainRules(provers.new, new.listing)
            )
            var notes: [String] = []
            if provers.old.trackedFamilies != provers.new.trackedFamilies {
                notes.append(
                    "connection tracking, which puts fragments together: \(Self.words(provers.new.trackedFamilies)), before "
                        + Self.words(provers.old.trackedFamilies)
                )
            }
            if self.hooks.isEmpty {
                notes += UncertainRules.lookCloser(&uncertain.old, &uncertain.new).map { [$0] } ?? []
            }
            let objects = (old: ComparedObjects(old.listing), new: ComparedObjects(new.listing))
            self.uncertainOnlyOld = uncertain.old.missing(from: uncertain.new) + objects.old.missing(from: objects.new)
            self.uncertainOnlyNew =
                uncertain.new.missing(from: uncertain.old) + objects.new.missing(from: objects.old) + notes
        }

        private static func words(_ families: Set<Family>) -> String {
            families.isEmpty ? "none" : families.map { "\($0)" }.sorted().joined(separator: " and ")
        }

        private static func words(_ journey: Journey) -> String {
            switch journey {
            case .arrival: "from the wire to the host"
            case .departure: "from the host to the wire"
            case .passage: "through the host"
            }
        }

        /// Whether something was changed whose outcome nobody can know beforehand.
        var isUncertain: Bool { !self.uncertainOnlyOld.isEmpty || !self.uncertainOnlyNew.isEmpty }

        var isDifferent: Bool { self.presence != .both || !self.hooks.isEmpty }
    }

    let schema = Self.schemaName
    /// By name.
    let hosts: [Host]
    /// Empty if nothing says which hosts meet.
    let pairs: [PairChange]
    /// Between hosts and strangers; empty as well then.
    let strangers: [StrangerChange]

    init(hosts: [Host], pairs: [PairChange], strangers: [StrangerChange]) {
        self.hosts = hosts
        self.pairs = pairs
        self.strangers = strangers
    }

    var isDifferent: Bool {
        self.hosts.contains(where: \.isDifferent) || !self.pairs.isEmpty || !self.strangers.isEmpty
    }
    /// Whether there is something that cannot be compared.
    var isUnsettled: Bool { self.hosts.contains { !$0.notJudged.isEmpty || $0.isUncertain } }

    // MARK: - Text

    func text(_ console: Console) -> String {
        var lines = self.hosts.flatMap { self.lines($0, console) }
        lines += self.pairs.map { $0.text(console) } + self.strangers.flatMap { $0.lines(console) }
        let different = self.hosts.count(where: \.isDifferent)
        if self.hosts.count > 1 {
            let uncertain = self.hosts.count { !$0.isDifferent && $0.isUncertain }
            let more = uncertain == 0 ? "" : "; of \(uncertain) more it cannot be known"
            lines.append("hosts compared: \(self.hosts.count), of which \(different) differ\(more)")
        } else if different == 0 {
            let isSure = !self.hosts.contains(where: \.isUncertain)
            lines.append(isSure ? "no packet is treated otherwise" : "no packet is treated otherwise for sure")
        }
        return lines.joined(separator: "\n")
    }

    private func lines(_ host: Host, _ console: Console) -> [String] {
        var lines: [String] = []
        switch host.presence {
        case .onlyOld: lines.append("only the old side has this host")
        case .onlyNew: lines.append("only the new side has this host")
        case .both: lines += host.hooks.flatMap { self.lines($0, console) }
        }
        lines += host.notJudged.map { "not judged: \(Console.safe($0))" }
        lines += host.uncertainOnlyOld.map { "gone, cannot be known beforehand: \(Console.safe($0))" }
        lines += host.uncertainOnlyNew.map { "new, cannot be known beforehand: \(Console.safe($0))" }
        if host.uncertainRules > 0 {
            lines.append(
                "rules that cannot be known beforehand (limits, dynamic sets, …): \(host.uncertainRules); what they let through is not compared"
            )
        }
        guard !host.name.isEmpty else { return lines }
        guard host.isDifferent || !host.notJudged.isEmpty || host.isUncertain else { return [] }
        return [console.style(Console.safe(host.name), .strong)] + lines.map { "  \($0)" }
    }

    private func lines(_ difference: HookDifference, _ console: Console) -> [String] {
        let parts: [(String, Packets, Console.Style)] = [
            ("newly accepted", difference.newlyAccepted, .bad),
            ("newly dropped", difference.newlyDropped, .doubtful),
            ("accepted for sure, which could be dropped before", difference.surelyAccepted, .bad),
            ("dropped for sure, which could be accepted before", difference.surelyDropped, .doubtful),
        ]
        return parts.flatMap { title, packets, style -> [String] in
            guard !packets.boxes.isEmpty else { return [] }
            let more = packets.isComplete ? [] : ["  and more"]
            let boxes = packets.boxes.map { "  \(Console.safe($0))" }
            let rules = packets.rules.flatMap(\.lines).map { "  \(Console.safe($0))" }
            return ["\(difference.hook): " + console.style(title, style)] + boxes + more + rules
        }
    }
}
