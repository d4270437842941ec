internal import Diagnostics

/// Why a text is not YAML, as libyaml says it, and how to say it to the user.
struct YAMLFailure {
    /// libyaml's words.
    let problem: String
    let position: SourcePosition
    /// What libyaml was reading, and where that began.
    let context: Located<String>?

    /// The diagnostic for the user.
    ///
    /// - Parameter source: The file; the character at the place often says more than libyaml does.
    func diagnostic(in source: SourceFile) -> Diagnostic {
        let place = self.place
        let character = source.line(place.line).unicodeScalars.dropFirst(place.column - 1).first
        let words = self.words(at: character)
        let span = SourceSpan(start: place, end: place.advanced(by: 1))
        return .error(.yamlSyntax, words.message, at: span, labels: self.labels, help: words.help)
    }

    /// Where to point; the end of the file says nothing of a quote that was never closed.
    private var place: SourcePosition {
        guard self.problem == Self.endOfFile, let context = self.context else { return self.position }
        return context.span.start
    }

    private static let endOfFile = "found unexpected end of stream"

    /// Where the thing that was not finished began.
    private var labels: [Diagnostic.Label] {
        guard let context = self.context, context.span.start != self.place else { return [] }
        let text: String
        switch context.value {
        case "while parsing a flow mapping": text = "the map begins here"
        case "while parsing a flow sequence", "while parsing a block collection": text = "the list begins here"
        case "while parsing a block mapping": text = "the map begins here"
        case "while scanning a simple key": text = "the key begins here"
        default: return []
        }
        return [Diagnostic.Label(text, at: context.span)]
    }

    private func words(at character: Unicode.Scalar?) -> (message: String, help: String?) {
        switch self.problem {
        case "mapping values are not allowed in this context":
            (
                "a ':' is not expected here",
                "begin a new line for a new key, indented like its neighbours; put a text that holds ': ' in quotes"
            )
        case "did not find expected ',' or '}'" where character == "{",
            "did not find expected ',' or ']'" where character == "{":
            (
                "a '{' is not expected here",
                "write a range like {1..3} and a list like {a,b}, without blanks; separate entries with ', '"
            )
        case "did not find expected ',' or '}'":
            ("expected ',' or '}' here", "separate the entries of the map with ', ', and close it with '}'")
        case "did not find expected ',' or ']'":
            ("expected ',' or ']' here", "separate the items of the list with ', ', and close it with ']'")
        case "did not find expected key":
            ("expected a key here", "indent each key like the other keys of its map, with blanks")
        case "did not find expected '-' indicator":
            ("expected '-' here", "begin each item of the list with '- ', indented like the other items")
        case "could not find expected ':'":
            ("expected ':' after this key", "write 'key: value', with a blank after the ':'")
        case "did not find expected node content":
            ("expected a value here", character == ":" ? "put a text that begins with ':' in quotes" : nil)
        case "did not find expected <document start>":
            (
                "nothing is expected after the end of the map",
                "write the whole topology as one map, with its keys at the left margin"
            )
        case "block sequence entries are not allowed in this context":
            ("a list item is not expected here", "begin the list on a line of its own")
        case Self.endOfFile:
            ("this quote is not closed", "close it on the same line")
        case "found unknown escape character":
            ("this is not an escape that YAML knows", "write '\\\\' for a backslash, or use single quotes")
        case "found character that cannot start any token" where character == "\t",
            "found a tab character that violates indentation",
            "found a tab character where an indentation space is expected":
            ("a tab is not allowed here", "indent with blanks")
        case "found character that cannot start any token":
            ("a value cannot begin with this character", "put the value in quotes")
        default:
            ("this is not YAML: \(self.problem)", nil)
        }
    }
}
