extension Topology {
    /// The JSON Schema of the language, draft 2020-12, for editors.
    package static var schema: String { LanguageSchema.text }

    /// The reference of the language in Markdown: every map and every key, with examples.
    package static var languageDocument: String { LanguageDocument.text }
}
