/// Puts colour on text, or leaves it alone.
struct Painter {
    /// What a piece of text is, which decides its colour.
    enum Style {
        case error, warning, note, message, primary, secondary, gutter, help

        /// The parameters of the terminal's "select graphic rendition" command.
        ///
        /// Source: ECMA-48 §8.3.117.
        fileprivate var parameters: String {
            switch self {
            case .error: "1;31"
            case .warning: "1;33"
            case .note: "1;36"
            case .message: "1"
            case .primary: "31"
            case .secondary, .gutter: "34"
            case .help: "32"
            }
        }
    }

    let color: DiagnosticRenderer.Color

    func paint(_ text: String, _ style: Style) -> String {
        switch self.color {
        case .always where !text.isEmpty: "\u{1b}[\(style.parameters)m\(text)\u{1b}[0m"
        case .always, .never: text
        }
    }

    /// Paints each run of a character that has a style.
    func paint(_ cells: [Character], _ styles: [Character: Style]) -> String {
        var result = ""
        var rest = cells[...]
        while let first = rest.first {
            let run = rest.prefix { $0 == first }
            rest = rest.dropFirst(run.count)
            result += styles[first].map { self.paint(String(run), $0) } ?? String(run)
        }
        return result
    }
}
