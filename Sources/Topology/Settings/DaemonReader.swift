internal import Diagnostics
internal import Skywelld

/// Reads `daemon`.
struct DaemonReader {
    /// Settings whose texts may hold ranges and lists.
    struct Reading {
        let templates: [Template]
        let settings: Stepped<DaemonSettings>
    }

    private let context: SettingContext
    private var diagnostics: DiagnosticCollector
    private var templates: [Template] = []

    static func read(
        _ node: YAMLNode,
        _ context: SettingContext,
        _ diagnostics: inout DiagnosticCollector
    ) -> Reading? {
        var reader = DaemonReader(context: context, diagnostics: diagnostics)
        defer { diagnostics = reader.diagnostics }
        return reader.reading(node)
    }

    private init(context: SettingContext, diagnostics: DiagnosticCollector) {
        self.context = context
        self.diagnostics = diagnostics
    }

    private mutating func reading(_ node: YAMLNode) -> Reading? {
        guard var map = MapReader(node, Language.daemon, &self.diagnostics) else { return nil }
        let dialect: Located<Dialect>? = map.take("dialect")?.choice(&self.diagnostics)
        let sections = map.others().compactMap { self.section($0) }.sorted { $0.name < $1.name }
        return Reading(
            templates: self.templates,
            settings: Stepped(self.templates) { index in
                DaemonSettings(
                    dialect: dialect?.value ?? .both,
                    dialectSpan: dialect?.span,
                    sections: sections.map { $0.section(at: index) }
                )
            }
        )
    }

    private mutating func section(_ entry: MapReader.Entry) -> DaemonSection? {
        let name = entry.key.value
        guard SectionCheck.isAllowed(entry.key, self.context, &self.diagnostics) else { return nil }
        let lines: [DaemonSection.Line]
        switch entry.value.content {
        case .mapping(let entries):
            lines = entries.compactMap { self.pair($0, in: name) }
            if SectionCheck.isPort(name), self.context.isWhole {
                SectionCheck.port(entry.key, entries, &self.diagnostics)
            }
        case .sequence(let items):
            lines = items.compactMap { self.line($0, of: name) }
        case .scalar, .refused:
            lines = self.line(entry.value, of: name).map { [$0] } ?? []
        }
        if case .sequence(let items) = entry.value.content, items.isEmpty {
            self.refuseEmpty(entry)
        } else if case .mapping(let entries) = entry.value.content, entries.isEmpty {
            self.refuseEmpty(entry)
        }
        return DaemonSection(name: name, lines: lines, span: entry.key.span)
    }

    private mutating func line(_ node: YAMLNode, of section: String) -> DaemonSection.Line? {
        guard case .scalar(let text, _) = node.content, !node.isNothing else {
            node.refuse("a text", help: "write each line of the section as a text", &self.diagnostics)
            return nil
        }
        let written = Located(text, at: node.span)
        let isReference = SecretReader.isReference(text)
        if SectionCheck.isSecret(section) || SectionCheck.isPort(section) && isReference {
            let reference = SecretReader.read(written, of: section, &self.diagnostics)
            if let reference { self.templates.append(reference.template) }
            return reference.map(DaemonSection.Line.secret)
        }
        if isReference {
            let message = "section '\(section)' holds no secret, so its lines stand here"
            let help = "write the line itself; only secret sections, such as 'mysql_config', take references"
            self.diagnostics.append(.error(.secretElsewhere, message, at: node.span, help: help))
            return nil
        }
        if SectionCheck.isPort(section), let key = SectionCheck.secretKey(ofLine: text) {
            self.diagnostics.append(SecretReader.inTheClear("\(section): \(key)", at: node.span))
            return nil
        }
        guard SectionCheck.isLine(written, &self.diagnostics) else { return nil }
        if case .json = KnownSections.info(section)?.kind { return .fixed(text) }
        return self.template(written).map { .text(key: nil, $0) }
    }

    private mutating func pair(_ entry: YAMLEntry, in section: String) -> DaemonSection.Line? {
        guard !SectionCheck.isSecret(section) else {
            self.diagnostics.append(SecretReader.inTheClear(section, at: entry.value.span))
            return nil
        }
        guard !(SectionCheck.isPort(section) && SectionCheck.secretPortKeys.contains(entry.key.value)) else {
            self.diagnostics.append(SectionCheck.portSecret(entry, in: section))
            return nil
        }
        guard case .scalar(let text, _) = entry.value.content, !entry.value.isNothing else {
            entry.value.refuse("a text", help: "a map is a section of 'key = value' lines", &self.diagnostics)
            return nil
        }
        let value = Located(text, at: entry.value.span)
        guard SectionCheck.isKey(entry.key, in: section, &self.diagnostics),
            SectionCheck.isLine(value, &self.diagnostics)
        else { return nil }
        return self.template(value).map { .text(key: entry.key.value, $0) }
    }

    private mutating func template(_ text: Located<String>) -> Template? {
        let template = Template(text, &self.diagnostics)
        if let template { self.templates.append(template) }
        return template
    }

    private mutating func refuseEmpty(_ entry: MapReader.Entry) {
        let message = "section '\(entry.key.value)' has no lines"
        self.diagnostics.append(.error(.emptyList, message, at: entry.span, help: "give it a line, or leave it out"))
    }
}
