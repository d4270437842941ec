/// The names that a template may use, and what each stands for.
struct TemplateSchema: Sendable {
    indirect enum Kind: Sendable {
        /// A text, for `{{name}}`.
        case text
        /// Any number of texts, for `{{#name}}{{.}}{{/name}}`.
        case texts
        /// Any number of records, for a section that uses their names.
        case records(TemplateSchema)
    }

    struct Field: Sendable {
        let name: String
        let kind: Kind
    }

    /// In the order in which a record holds its values.
    let fields: [Field]

    init(_ fields: KeyValuePairs<String, Kind>) {
        self.fields = fields.map { Field(name: $0.key, kind: $0.value) }
    }

    func index(of name: String) -> Int? {
        self.fields.firstIndex { $0.name == name }
    }
}
