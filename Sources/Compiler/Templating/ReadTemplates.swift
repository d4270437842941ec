internal import Diagnostics
internal import Skywelld

/// Every template of a set, read and found good.
struct ReadTemplates {
    private let templates: [TemplateName: Template]
    /// The name and the SHA-256 of each template, sorted by name.
    let digests: [(name: String, digest: String)]

    /// - Throws: Every mistake in any of the templates.
    init(_ set: TemplateSet) throws(TemplateError) {
        var templates: [TemplateName: Template] = [:]
        var problems: [TemplateProblem] = []
        for file in set.files {
            guard let name = TemplateName(rawValue: file.name) else {
                problems.append(Self.unknown(file.name))
                continue
            }
            let (template, found) = TemplateReader.read(file, schema: name.schema)
            templates[name] = template
            problems += found
        }
        guard problems.isEmpty else { throw TemplateError(problems) }
        self.templates = templates
        self.digests = set.files.map { ($0.name, ContentDigest.hex($0.bytes)) }
    }

    subscript(name: TemplateName) -> Template {
        guard let template = self.templates[name] else { preconditionFailure("the set has no \(name.rawValue)") }
        return template
    }

    private static func unknown(_ name: String) -> TemplateProblem {
        let names = TemplateName.allCases.map(\.rawValue).sorted()
        let help = nearest(name, in: names).map { "did you mean '\($0)'?" }
        return TemplateProblem(
            .unknownTemplate,
            in: name,
            at: nil,
            "there is no template of this name",
            help: help ?? "the templates are \(names.joined(separator: ", "))"
        )
    }
}
