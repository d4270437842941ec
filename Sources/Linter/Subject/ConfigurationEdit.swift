internal import Skywelld

/// Changes a `skywelld.cfg` line by line, for mutations.
struct ConfigurationEdit {
    /// Without their line ends.
    var lines: [String]

    /// A last line that is empty stays away: every line ends with a line feed.
    init(_ bytes: [UInt8]) {
        var lines = ConfigurationFile.lines(of: bytes).map { String(decoding: $0, as: UTF8.self) }
        if lines.last == "" { lines.removeLast() }
        self.lines = lines
    }

    var bytes: [UInt8] { Array(self.lines.map { $0 + "\n" }.joined().utf8) }

    func has(_ section: String) -> Bool { self.lines.contains("[\(section)]") }

    /// Puts a line right behind the first header of a section; `false` if there is none.
    mutating func insert(_ line: String, in section: String) -> Bool {
        guard let header = self.lines.firstIndex(of: "[\(section)]") else { return false }
        self.lines.insert(line, at: header + 1)
        return true
    }

    /// Adds a section at the end.
    mutating func append(_ section: String, _ lines: [String]) {
        self.lines += ["", "[\(section)]"] + lines
    }

    /// Gives a section other lines, and makes it if there is none.
    mutating func set(_ section: String, _ lines: [String]) {
        self.remove(section)
        self.append(section, lines)
    }

    /// Takes every section of a name away.
    mutating func remove(_ section: String) {
        var isInside = false
        self.lines.removeAll { line in
            if line.hasPrefix("["), line.hasSuffix("]") { isInside = line == "[\(section)]" }
            return isInside
        }
    }

    /// Writes another line instead of the header of a section; `false` if there is none.
    mutating func renameHeader(of section: String, to header: String) -> Bool {
        guard let index = self.lines.firstIndex(of: "[\(section)]") else { return false }
        self.lines[index] = header
        return true
    }

    /// Gives a line of the file, counted from 1, another text.
    mutating func replace(line number: Int, with text: String) {
        self.lines[number - 1] = text
    }

    /// Adds a port section, and names it in `[server]`; `false` if there is no `[server]`.
    mutating func addPort(_ name: String, _ lines: [String]) -> Bool {
        guard self.insert(name, in: "server") else { return false }
        self.append(name, lines)
        return true
    }
}
