/// The templates of a compilation: the built-in ones, and what a user put in their place.
package struct TemplateSet: Sendable {
    /// One template as a file.
    package struct File: Hashable, Sendable {
        /// Such as `skywelld.cfg.mustache`.
        package let name: String
        package let bytes: [UInt8]

        package init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// Sorted by name.
    package let files: [File]

    package static let builtIn = TemplateSet(
        sorting: TemplateName.allCases.map { File(name: $0.rawValue, bytes: $0.builtIn) }
    )

    private init(sorting files: [File]) {
        self.files = files.sorted { $0.name < $1.name }
    }

    /// The same set with files of the user's in place of those of the same name.
    ///
    /// A name that is no template's is kept, and refused when the set is used.
    package func replacing(_ replacements: [File]) -> TemplateSet {
        let replaced = Set(replacements.map(\.name))
        return TemplateSet(sorting: self.files.filter { !replaced.contains($0.name) } + replacements)
    }
}
