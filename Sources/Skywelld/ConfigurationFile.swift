/// `skywelld.cfg` as the server reads it: sections of lines, each line with its number.
///
/// The grammar is the server's own, surprises included: a comment starts with `#` in the first column and nowhere else,
/// and a header with a blank around it is a line of data. What the lines mean, and which of them are mistakes, is for
/// `ServerConfiguration`. The lines may hold secrets: never print them.
///
/// Source: skywelld reference §8.1.
package struct ConfigurationFile: Equatable, Sendable {
    /// A line of a section, without white space around it.
    package struct Line: Equatable, Sendable {
        package let text: String
        /// In the file, from 1.
        package let number: Int
    }

    /// A line of the form `key = value`.
    package struct KeyValue: Equatable, Sendable {
        package let key: String
        package let value: String
        /// In the file, from 1.
        package let line: Int
    }

    /// All lines under one name, wherever in the file they are.
    package struct Section: Equatable, Sendable {
        package let name: String
        /// The lines of the headers; empty only for the unnamed section.
        package fileprivate(set) var headers: [Int] = []
        package fileprivate(set) var lines: [Line] = []

        /// The lines of the form `key = value`, in order; of two with the same key the later one counts.
        package var keyValues: [KeyValue] {
            self.lines.compactMap(ConfigurationFile.keyValue)
        }

        /// The other lines, in order.
        package var values: [Line] {
            self.lines.filter { ConfigurationFile.keyValue($0) == nil }
        }
    }

    /// In order of first appearance; the first one is the unnamed section, which holds what comes before any header.
    package private(set) var sections = [Section(name: "")]

    /// Reads a file; every sequence of bytes is one.
    package init(_ bytes: some Sequence<UInt8>) {
        var positions = ["": 0]
        var current = 0
        for (index, bytes) in Self.lines(of: Array(bytes)).enumerated() {
            guard let first = bytes.first, first != UInt8(ascii: "#") else { continue }
            if first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]"), bytes.count > 1 {
                let name = String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
                if let position = positions[name] {
                    current = position
                } else {
                    current = self.sections.count
                    positions[name] = current
                    self.sections.append(Section(name: name))
                }
                self.sections[current].headers.append(index + 1)
            } else if case let text = bytes.trimmingASCIISpace(), !text.isEmpty {
                self.sections[current].lines.append(
                    Line(text: String(decoding: text, as: UTF8.self), number: index + 1)
                )
            }
        }
    }

    /// Reads a file from its text.
    package init(_ text: String) {
        self.init(text.utf8)
    }

    /// The section of a name, exactly as written in its header.
    package subscript(name: String) -> Section? {
        self.sections.first { $0.name == name }
    }

    /// Splits at LF, CR LF or CR, as the server does.
    ///
    /// Source: skywelld reference §8.1.
    package static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                lines.append(bytes[start..<index])
                let isPair =
                    byte == UInt8(ascii: "\r") && index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n")
                index += isPair ? 1 : 0
                start = index + 1
            }
            index += 1
        }
        return lines + [bytes[min(start, bytes.count)...]]
    }

    /// A key is a letter, then letters, digits and underscores; a value is not empty and may hold `=`.
    private static func keyValue(_ line: Line) -> KeyValue? {
        let bytes = Array(line.text.utf8)
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let key = bytes[..<equals].trimmingASCIISpace()
        let value = bytes[(equals + 1)...].trimmingASCIISpace()
        guard let first = key.first, self.isLetter(first), !value.isEmpty,
            key.allSatisfy({ self.isLetter($0) || self.isDigit($0) || $0 == UInt8(ascii: "_") })
        else { return nil }
        return KeyValue(
            key: String(decoding: key, as: UTF8.self),
            value: String(decoding: value, as: UTF8.self),
            line: line.number
        )
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
