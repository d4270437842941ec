internal import Addressing
internal import Diagnostics

/// Reads `firewall`.
struct FirewallReader {
    private let context: SettingContext
    private var diagnostics: DiagnosticCollector

    static func read(
        _ node: YAMLNode,
        _ context: SettingContext,
        _ diagnostics: inout DiagnosticCollector
    ) -> FirewallSettings? {
        var reader = FirewallReader(context: context, diagnostics: diagnostics)
        defer { diagnostics = reader.diagnostics }
        return reader.settings(node)
    }

    private mutating func settings(_ node: YAMLNode) -> FirewallSettings? {
        guard var map = MapReader(node, Language.firewall, &self.diagnostics) else { return nil }
        let administration = map.take("administration")?.sources(&self.diagnostics)
        let monitoring = map.take("monitoring").flatMap { self.monitoring($0) }
        let egress = map.take("egress").map { self.egress($0.value) }
        let limits = map.take("limits").flatMap { self.limits($0.value) }
        let logsPerMinute = map.take("log").flatMap { self.logsPerMinute($0.value) }
        let refusesSpoofing = map.take("anti_spoofing")?.flag(&self.diagnostics)
        let proxiesOpenings = map.take("syn_proxy")?.flag(&self.diagnostics)
        let rules = map.take("rules").map { self.rules($0.value) }
        map.refuseRest(&self.diagnostics)
        return FirewallSettings(
            administration: administration ?? [],
            monitoring: monitoring,
            egress: egress ?? [],
            ceilings: limits ?? FirewallSettings.Ceilings(),
            rules: rules ?? [],
            logsPerMinute: logsPerMinute ?? FirewallSettings.defaultLogsPerMinute,
            refusesSpoofing: refusesSpoofing ?? true,
            proxiesOpenings: proxiesOpenings ?? false
        )
    }

    private mutating func monitoring(_ entry: MapReader.Entry) -> FirewallSettings.Monitoring? {
        guard var map = MapReader(entry.value, Language.monitoring, &self.diagnostics) else { return nil }
        let owner = (name: "'monitoring'", span: SourceSpan?.some(entry.key.span))
        let sources = self.take("from", of: &map, owner)?.sources(&self.diagnostics)
        let port = self.take("port", of: &map, owner)?.port(&self.diagnostics)
        map.refuseRest(&self.diagnostics)
        guard let sources, let port else { return nil }
        return FirewallSettings.Monitoring(sources: sources, port: port)
    }

    private mutating func egress(_ node: YAMLNode) -> [FirewallSettings.Egress] {
        guard let map = MapReader(node, Language.egress, &self.diagnostics) else { return [] }
        return map.others().compactMap { self.service($0) }
    }

    private mutating func service(_ entry: MapReader.Entry) -> FirewallSettings.Egress? {
        guard NameRule.allows(entry.key.value) else {
            let message = "'\(entry.key.value)' cannot be the name of a service"
            let help = "use \(NameRule.description), such as ntp"
            self.diagnostics.append(.error(.badName, message, at: entry.key.span, help: help))
            return nil
        }
        guard var map = MapReader(entry.value, Language.service, &self.diagnostics) else { return nil }
        let owner = (name: "service '\(entry.key.value)'", span: SourceSpan?.some(entry.key.span))
        let to = self.take("to", of: &map, owner)
        let destinations = to?.sources(&self.diagnostics)
        let transport: Located<FirewallSettings.TransportProtocol>? = map.take("protocol")?.choice(&self.diagnostics)
        let port = self.take("port", of: &map, owner)?.port(&self.diagnostics)
        map.refuseRest(&self.diagnostics)
        if let to, case .sequence(let items) = to.value.content, items.isEmpty {
            let message = "service '\(entry.key.value)' is nowhere"
            let help = "name at least one address or prefix"
            self.diagnostics.append(.error(.emptyList, message, at: to.span, help: help))
        }
        guard let destinations, let port else { return nil }
        return FirewallSettings.Egress(
            name: entry.key.value,
            destinations: destinations.map(\.prefix),
            transport: transport?.value ?? .tcp,
            port: port,
            span: entry.span
        )
    }

    private mutating func limits(_ node: YAMLNode) -> FirewallSettings.Ceilings? {
        guard var map = MapReader(node, Language.limits, &self.diagnostics) else { return nil }
        let ceilings = FirewallSettings.Ceilings(
            total: map.take("total")?.number(&self.diagnostics)?.value,
            perSource: map.take("per_source")?.number(&self.diagnostics)?.value,
            perPrefix: map.take("per_prefix")?.number(&self.diagnostics)?.value,
            newPerMinute: map.take("new_per_minute")?.number(&self.diagnostics)?.value
        )
        map.refuseRest(&self.diagnostics)
        return ceilings
    }

    private mutating func logsPerMinute(_ node: YAMLNode) -> Int? {
        guard var map = MapReader(node, Language.log, &self.diagnostics) else { return nil }
        let count = map.take("per_minute")?.number(&self.diagnostics)?.value
        map.refuseRest(&self.diagnostics)
        return count
    }

    private mutating func rules(_ node: YAMLNode) -> [FirewallSettings.ExtraRule] {
        guard var map = MapReader(node, Language.rules, &self.diagnostics) else { return [] }
        var rules: [FirewallSettings.ExtraRule] = []
        for point in FirewallSettings.ExtraRule.Point.allCases {
            for item in map.take(point.rawValue)?.items(&self.diagnostics) ?? [] {
                guard let text = item.text("a rule", &self.diagnostics), self.isRule(text) else { continue }
                rules.append(FirewallSettings.ExtraRule(point: point, text: text.value, span: text.span))
            }
        }
        map.refuseRest(&self.diagnostics)
        return rules
    }

    /// Whether a text is one rule as far as can be told without nft: nothing that would end the chain or begin another
    /// rule.
    private mutating func isRule(_ text: Located<String>) -> Bool {
        let problem = RuleText.problem(in: text.value)
        if let problem {
            let help = "write one rule in one line, such as 'ip saddr 10.1.10.9 tcp dport 9200 accept'"
            self.diagnostics.append(.error(.badRule, "a rule \(problem)", at: text.span, help: help))
        }
        return problem == nil
    }

    /// Takes a key that a whole block must have.
    private mutating func take(
        _ key: String,
        of map: inout MapReader,
        _ owner: (name: String, span: SourceSpan?)
    ) -> MapReader.Entry? {
        self.context.isWhole ? map.require(key, of: owner, &self.diagnostics) : map.take(key)
    }
}
