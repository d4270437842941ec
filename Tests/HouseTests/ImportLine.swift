/// The module that a line of Swift imports.
struct ImportLine: Equatable {
    private static let declarations: Set<Substring> = [
        "struct", "class", "enum", "protocol", "typealias", "func", "let", "var", "actor",
    ]

    let module: String

    /// `nil` if the line is no import, whatever stands before the word: access levels, attributes.
    init?(_ line: some StringProtocol) {
        let code = line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        let words = code.split { $0 == " " || $0 == "\t" || $0 == ";" }.map { Substring($0) }
        guard let keyword = words.firstIndex(of: "import"),
            words[..<keyword].allSatisfy({ $0.hasPrefix("@") || Self.levels.contains($0) })
        else { return nil }
        let named = words[(keyword + 1)...].drop { Self.declarations.contains($0) }.first
        guard let named, let module = named.split(separator: ".").first else { return nil }
        self.module = String(module)
    }

    private static let levels: Set<Substring> = ["public", "package", "internal", "private", "fileprivate"]
}
