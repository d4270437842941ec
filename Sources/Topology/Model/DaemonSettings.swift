package import Diagnostics
package import Skywelld

/// What `daemon` says: the generation of the server, and sections of `skywelld.cfg` to pass through.
package struct DaemonSettings: Hashable, Sendable {
    /// A section to pass through.
    package struct Section: Hashable, Sendable {
        /// A line as it will stand in the file.
        package enum Line: Hashable, Sendable {
            case text(String)
            /// Where the lines come from at compile time; only sections that hold secrets have it.
            case secret(SecretReference)
        }

        package let name: String
        /// In the order of the file; at least one.
        package let lines: [Line]
        /// The name in the topology file.
        package let span: SourceSpan

        package init(name: String, lines: [Line], span: SourceSpan) {
            self.name = name
            self.lines = lines
            self.span = span
        }
    }

    package let dialect: Dialect
    /// Where the file picks the dialect; `nil` for the default.
    package let dialectSpan: SourceSpan?
    /// Sorted by name; each name once.
    package let sections: [Section]

    package init(dialect: Dialect = .both, dialectSpan: SourceSpan? = nil, sections: [Section] = []) {
        self.dialect = dialect
        self.dialectSpan = dialectSpan
        self.sections = sections
    }
}
