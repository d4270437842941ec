internal import Diagnostics

extension Topology {
    /// P00xx: the file and its YAML.
    static let fileInfos: [DiagnosticInfo] = [
        DiagnosticInfo(
            .fileTooLarge,
            .error,
            "the file is too large",
            cause: "The file has more than \(Limits.fileSize >> 20) MiB.",
            reason: "A topology is short, because ranges stand for many hosts. Something else was given.",
            cure: "Check the path, and write many hosts as one with a range."
        ),
        DiagnosticInfo(
            .notUTF8,
            .error,
            "the file is not UTF-8",
            cause: "A byte of the file belongs to no UTF-8 character.",
            reason: "Guessing an encoding would change names without a word.",
            cure: "Save the file as UTF-8."
        ),
        DiagnosticInfo(
            .byteOrderMark,
            .error,
            "a byte order mark stands in the file",
            cause: "An editor wrote an invisible character at the beginning, or two files were joined.",
            reason:
                "The server takes such a mark for part of a line, and loses the section behind it (reference §9, L14). "
                + "It does not come near what Picket writes.",
            cure: "Save the file as UTF-8 without a byte order mark.",
            example: "\u{FEFF}" + ExampleTopology.with()
        ),
        DiagnosticInfo(
            .controlCharacter,
            .error,
            "a control character stands in the file",
            cause: "The file holds a character that a text has no use for.",
            reason: "Such characters are invisible, and change what a terminal shows.",
            cure: "Remove it.",
            example: ExampleTopology.with(rest: "# \u{7}")
        ),
        DiagnosticInfo(
            .privateUseCharacter,
            .error,
            "a character of the private use area stands in the file",
            cause: "The file holds U+E000, U+E001 or U+E002.",
            reason: "The reader keeps the braces of ranges as these characters while YAML is read.",
            cure: "Remove it.",
            example: ExampleTopology.with(rest: "# \u{E000}")
        ),
        DiagnosticInfo(
            .yamlSyntax,
            .error,
            "the file is not YAML",
            cause: "A bracket, a quote or an indentation is wrong.",
            reason: "Nothing behind the place can be read.",
            cure: "Look at the place and shortly before it.",
            example: ExampleTopology.with().replacing(" }", with: "")
        ),
        DiagnosticInfo(
            .aliasUnsupported,
            .error,
            "an anchor, an alias or a merge key is used",
            cause: "The file holds '&name', '*name' or '<<'.",
            reason:
                "They hide where a value comes from; 'defaults', 'roles', 'groups' and ranges do the same in the open.",
            cure: "Write the value again, or put it into 'defaults', 'roles' or 'groups'.",
            example: ExampleTopology.with(rest: "defaults: &d { zone: a }")
        ),
        DiagnosticInfo(
            .tagUnsupported,
            .error,
            "a tag is used",
            cause: "The file holds '!name' or '!!name' before a value.",
            reason: "The language says by itself of which type each value is.",
            cure: "Remove the tag.",
            example: ExampleTopology.with(rest: "defaults: { zone: !!str a }")
        ),
        DiagnosticInfo(
            .severalDocuments,
            .error,
            "the file holds a second document",
            cause: "A line '---' begins another document.",
            reason: "A file holds one topology; the rest would be ignored.",
            cure: "Remove the line, or split the file.",
            example: ExampleTopology.with(rest: "---\npicket: 1")
        ),
        DiagnosticInfo(
            .nestedTooDeep,
            .error,
            "maps and lists are nested too deep",
            cause: "There are more than \(Limits.depth) levels.",
            reason: "The language needs far fewer, and a hostile file would exhaust the reader.",
            cure: "Look for brackets that are not closed.",
            example: "x: " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        ),
        DiagnosticInfo(
            .tooManyNodes,
            .error,
            "the file holds too many values",
            cause: "There are more than \(Limits.nodes) texts, maps and lists.",
            reason: "A hostile file would exhaust the reader.",
            cure: "Write many hosts as one with a range."
        ),
        DiagnosticInfo(
            .keyIsNoText,
            .error,
            "a key is a list or a map",
            cause: "A list or a map stands where the name of a setting belongs.",
            reason: "Every key of the language is a text.",
            cure: "Often a list stands where a map belongs: remove the bracket or the '?'.",
            example: ExampleTopology.with(rest: "[a, b]: 1")
        ),
        DiagnosticInfo(
            .emptyFile,
            .error,
            "the file is empty",
            cause: "There is nothing in the file but comments.",
            reason: "A topology needs at least 'picket', 'network', 'segments' and 'hosts'.",
            cure: "Begin with 'picket: 1', or let 'picket init' write a first topology.",
            example: "# nothing yet\n"
        ),
        DiagnosticInfo(
            .topLevelIsNoMap,
            .error,
            "the file is a list or a text",
            cause: "The file does not begin with a key.",
            reason: "A topology is a map with keys such as 'network'.",
            cure: "Begin with 'picket: 1'.",
            example: "- picket\n"
        ),
    ]
}
