internal import Diagnostics

/// A section to pass through, ranges and lists still in it.
struct DaemonSection: Sendable {
    enum Line: Sendable {
        /// A text in which braces mean nothing.
        case fixed(String)
        /// A text, or the value of `key = value`.
        case text(key: String?, Template)
        case secret(SecretReader.Reference)
    }

    let name: String
    let lines: [Line]
    let span: SourceSpan

    /// The section of one host.
    ///
    /// - Parameter index: The host's, among those of its entry.
    func section(at index: Int) -> DaemonSettings.Section {
        let lines = self.lines.map { line -> DaemonSettings.Section.Line in
            switch line {
            case .fixed(let text): .text(text)
            case .text(nil, let template): .text(template.text(at: index))
            case .text(let key?, let template): .text("\(key) = \(template.text(at: index))")
            case .secret(let reference): .secret(reference[index])
            }
        }
        return DaemonSettings.Section(name: self.name, lines: lines, span: self.span)
    }
}
