internal import Diagnostics

/// Reads a template, and reports every mistake in it.
struct TemplateReader {
    /// What the names of a section mean.
    private enum Scope {
        case record(TemplateSchema)
        case text
        /// Of a section whose name is wrong: what is inside is not reported again.
        case unknown
    }

    private struct Section {
        let name: String
        let line: Int
        let isInverted: Bool
        /// `nil` if the name is wrong.
        let place: Template.Place?
        /// What stands before the section at its own level.
        let before: [Template.Node]
    }

    private let name: String
    private var line = 0
    private var scopes: [Scope]
    private var sections: [Section] = []
    private var nodes: [Template.Node] = []
    private(set) var problems: [TemplateProblem] = []

    private init(name: String, schema: TemplateSchema) {
        self.name = name
        self.scopes = [.record(schema)]
    }

    /// - Returns: The template; `nil` if there are problems.
    static func read(_ file: TemplateSet.File, schema: TemplateSchema) -> (Template?, [TemplateProblem]) {
        var reader = TemplateReader(name: file.name, schema: schema)
        guard let text = reader.text(of: file.bytes) else { return (nil, reader.problems) }
        reader.read(text)
        return (reader.problems.isEmpty ? Template(nodes: reader.nodes) : nil, reader.problems)
    }

    private mutating func text(of bytes: [UInt8]) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            self.report(.templateNotText, at: nil, "the template is not UTF-8 text", help: "save it as UTF-8")
            return nil
        }
        guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
            let help = "save it without one: the server takes it for a part of the first line"
            self.report(.templateNotText, at: 1, "the template starts with a byte order mark", help: help)
            return nil
        }
        return text
    }

    private mutating func read(_ text: String) {
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        for scalars in lines {
            self.line += 1
            let content = Substring(scalars.last == "\r" ? scalars.dropLast() : scalars)
            if let control = content.unicodeScalars.first(where: { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F })
            {
                let number = String(control.value, radix: 16, uppercase: true)
                let help = "remove it; no artifact may hold one"
                self.report(.templateNotText, at: self.line, "there is a control character, U+\(number)", help: help)
            }
            self.read(TemplateLine(content))
        }
        for section in self.sections {
            let help = "close it with '{{/\(section.name)}}'"
            self.report(.sectionNotClosed, at: section.line, "'\(section.name)' is opened and never closed", help: help)
        }
        self.problems.sort { ($0.line ?? 0) < ($1.line ?? 0) }
    }

    private mutating func read(_ line: TemplateLine) {
        for piece in line.pieces {
            switch piece {
            case .literal(let text):
                if !line.vanishes { self.nodes.append(.literal(text)) }
            case .tag(.text(let name)):
                self.addText(name)
            case .tag(.item):
                self.addItem()
            case .tag(.open(let name, let isInverted)):
                self.open(name, isInverted: isInverted)
            case .tag(.close(let name)):
                self.close(name)
            case .tag(.comment):
                break
            case .tag(.malformed(let message, let help)):
                self.report(.malformedTag, at: self.line, message, help: help)
            }
        }
        if !line.vanishes { self.nodes.append(.lineEnd) }
    }

    private mutating func addText(_ name: String) {
        guard let (place, kind) = self.look(up: name) else { return }
        guard case .text = kind else {
            let help = "open a section with '{{#\(name)}}' and close it with '{{/\(name)}}'"
            return self.report(.wrongKindOfName, at: self.line, "'\(name)' is a list, not a text", help: help)
        }
        self.nodes.append(.text(place))
    }

    private mutating func addItem() {
        switch self.scopes[self.scopes.count - 1] {
        case .text:
            self.nodes.append(.item(section: self.scopes.count - 1))
        case .unknown:
            break
        case .record:
            let help = "use it inside a section that lists texts"
            self.report(.wrongKindOfName, at: self.line, "'{{.}}' stands for no text here", help: help)
        }
    }

    private mutating func open(_ name: String, isInverted: Bool) {
        var place: Template.Place?
        var scope = Scope.unknown
        if let (found, kind) = self.look(up: name) {
            switch kind {
            case .text:
                let help = "write '{{\(name)}}'; only a list opens a section"
                self.report(.wrongKindOfName, at: self.line, "'\(name)' is a text, not a list", help: help)
            case .texts:
                (place, scope) = (found, .text)
            case .records(let schema):
                (place, scope) = (found, .record(schema))
            }
        }
        self.sections.append(
            Section(name: name, line: self.line, isInverted: isInverted, place: place, before: self.nodes)
        )
        self.nodes = []
        // An inverted section is about nothing: its names are those around it.
        if !isInverted || place == nil { self.scopes.append(scope) }
    }

    private mutating func close(_ name: String) {
        guard self.sections.contains(where: { $0.name == name }) else {
            let suggestion = nearest(name, in: self.sections.reversed().map(\.name))
            let help = suggestion.map { "did you mean '{{/\($0)}}'?" } ?? "remove it, or open the section before it"
            return self.report(.strayClosingTag, at: self.line, "'{{/\(name)}}' closes no section", help: help)
        }
        while let section = self.sections.popLast() {
            let body = self.nodes
            self.nodes = section.before
            if !section.isInverted || section.place == nil { self.scopes.removeLast() }
            if let place = section.place {
                self.nodes.append(.section(place, isInverted: section.isInverted, body: body))
            }
            if section.name == name { return }
            let message = "'\(section.name)' is opened and not closed before '{{/\(name)}}' in line \(self.line)"
            let help = "close it with '{{/\(section.name)}}'"
            self.report(.sectionNotClosed, at: section.line, message, help: help)
        }
    }

    /// Finds a name in the innermost section that has it.
    private mutating func look(up name: String) -> (Template.Place, TemplateSchema.Kind)? {
        var known: [String] = []
        for (depth, scope) in self.scopes.enumerated().reversed() {
            switch scope {
            case .unknown: return nil
            case .text: continue
            case .record(let schema):
                if let field = schema.index(of: name) {
                    return (Template.Place(record: depth, field: field), schema.fields[field].kind)
                }
                known += schema.fields.map(\.name)
            }
        }
        let help = nearest(name, in: known).map { "did you mean '\($0)'?" }
        let list = known.sorted().joined(separator: ", ")
        self.report(.unknownTemplateName, at: self.line, "there is no '\(name)'", help: help ?? "there are \(list)")
        return nil
    }

    private mutating func report(_ code: Diagnostic.Code, at line: Int?, _ message: String, help: String) {
        self.problems.append(TemplateProblem(code, in: self.name, at: line, message, help: help))
    }
}
