internal import Addressing
internal import Diagnostics

/// A text with ranges and lists, such as `10.1.10.{55..56}`, and the texts that it stands for.
struct Template: Sendable {
    /// A stretch of the text.
    private enum Part: Sendable {
        case literal(String)
        /// The numbers from one up or down to the other, with leading zeros up to a width.
        case range(first: Int, last: Int, width: Int)
        case list([String])
        /// The addresses of one family from one up or down to the other.
        case addresses(first: IPAddress, last: IPAddress, count: Int)

        /// How many texts the part stands for; `nil` for any number.
        var count: Int? {
            switch self {
            case .literal: nil
            case .range(let first, let last, _): abs(last - first) + 1
            case .list(let items): items.count
            case .addresses(_, _, let count): count
            }
        }
    }

    /// As the user wrote it.
    let text: String
    let span: SourceSpan
    /// How many texts it stands for, and its first range or list; `nil` if it has none, so that it fits any number.
    private(set) var step: Located<Int>?
    private var parts: [Part] = []

    /// How many texts it stands for; 1 if there is no range or list in it.
    var count: Int {
        self.step?.value ?? 1
    }

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - written: The text.
    ///   - diagnostics: Receives what is wrong.
    /// - Returns: `nil` if a range or list is malformed.
    init?(_ written: Located<String>, _ diagnostics: inout DiagnosticCollector) {
        self.text = written.value
        self.span = written.span
        var first: Located<Int>?
        var rest = written.value.unicodeScalars[...]
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            let group = rest[brace...].dropFirst().prefix { $0 != "{" && $0 != "}" }
            guard rest[brace] == "{", group.endIndex < rest.endIndex, rest[group.endIndex] == "}",
                let part = Self.part(String(group))
            else {
                let span = self.span(from: brace, to: rest.endIndex)
                diagnostics.append(
                    .error(.badRange, "'\(self.text)' holds a malformed range", at: span, help: Self.help)
                )
                return nil
            }
            let end = rest.index(after: group.endIndex)
            let place = Located(part.count ?? 1, at: self.span(from: brace, to: end))
            guard first == nil || first?.value == place.value else {
                diagnostics.append(Self.lengthsDiffer(place, first ?? place))
                return nil
            }
            first = first ?? place
            self.parts.append(.literal(String(rest[..<brace])))
            self.parts.append(part)
            rest = rest[end...]
        }
        self.parts.append(.literal(String(rest)))
        self.step = first
    }

    /// One of the texts that it stands for.
    ///
    /// - Parameter index: Counted from 0, below `step`; without a range or list, any.
    func text(at index: Int) -> String {
        guard self.step != nil else { return self.text }
        return self.parts.map { part in
            switch part {
            case .literal(let text): text
            case .list(let items): items[index]
            case .range(let first, let last, let width):
                Self.number(first < last ? first + index : first - index, width)
            case .addresses(let first, let last, _): Self.address(first, towards: last, index)
            }
        }.joined()
    }

    /// The diagnostic for two ranges or lists that should run in step and cannot.
    static func lengthsDiffer(_ place: Located<Int>, _ other: Located<Int>) -> Diagnostic {
        .error(
            .lengthsDiffer,
            "this stands for \(Self.values(place.value)), but the other for \(Self.values(other.value))",
            at: place.span,
            label: Self.values(place.value),
            labels: [Diagnostic.Label(Self.values(other.value), at: other.span)],
            help: "ranges and lists of one host run in step, so they need the same length"
        )
    }

    private static let help =
        "write a range like {1..3} or {10.1.10.51..10.1.10.60}, or a list like {a,b,c}, without blanks"

    private static func values(_ count: Int) -> String {
        count == 1 ? "1 value" : "\(count) values"
    }

    /// What is between two braces; `nil` if it is neither a range nor a list.
    private static func part(_ text: String) -> Part? {
        guard text.contains("..") else {
            let items = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return items.contains("") ? nil : .list(items)
        }
        let ends = text.split(separator: "..", omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        guard let first = Self.number(ends[0]), let last = Self.number(ends[1]) else {
            return Self.addresses(ends[0], ends[1])
        }
        let isPadded = ends.contains { $0.count > 1 && $0.hasPrefix("0") }
        return .range(first: first, last: last, width: isPadded ? max(ends[0].count, ends[1].count) : 0)
    }

    /// A range of whole addresses; `nil` if it is none, or has more than a thousand million.
    private static func addresses(_ first: Substring, _ last: Substring) -> Part? {
        let limit: UInt128 = 1_000_000_000
        if let from = IPv4Address(first), let to = IPv4Address(last) {
            let distance = max(from.rawValue, to.rawValue) - min(from.rawValue, to.rawValue)
            guard distance < limit else { return nil }
            return .addresses(first: .ipv4(from), last: .ipv4(to), count: Int(distance) + 1)
        }
        if let from = IPv6Address(first), let to = IPv6Address(last) {
            let distance = max(from.rawValue, to.rawValue) - min(from.rawValue, to.rawValue)
            guard distance < limit else { return nil }
            return .addresses(first: .ipv6(from), last: .ipv6(to), count: Int(distance) + 1)
        }
        return nil
    }

    private static func address(_ first: IPAddress, towards last: IPAddress, _ index: Int) -> String {
        switch (first, last) {
        case (.ipv4(let from), .ipv4(let to)):
            let step = UInt32(index)
            return IPv4Address(rawValue: from < to ? from.rawValue + step : from.rawValue - step).description
        case (.ipv6(let from), .ipv6(let to)):
            let step = UInt128(index)
            return IPv6Address(rawValue: from < to ? from.rawValue + step : from.rawValue - step).description
        case (.ipv4, .ipv6), (.ipv6, .ipv4):
            preconditionFailure("a range of addresses has two families")
        }
    }

    /// A number of up to nine digits.
    private static func number(_ text: Substring) -> Int? {
        guard (1...9).contains(text.utf8.count),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(text)
    }

    private static func number(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }

    /// The place of a part of the text; the whole, if the text is quoted or folded and columns do not correspond.
    private func span(from start: String.Index, to end: String.Index) -> SourceSpan {
        let scalars = self.text.unicodeScalars
        guard self.span.end == self.span.start.advanced(by: scalars.count) else { return self.span }
        return SourceSpan(
            start: self.span.start.advanced(by: scalars.distance(from: scalars.startIndex, to: start)),
            end: self.span.start.advanced(by: scalars.distance(from: scalars.startIndex, to: end))
        )
    }
}
