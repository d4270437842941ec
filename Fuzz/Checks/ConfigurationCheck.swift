internal import Skywelld

/// What must hold when any bytes at all are read as `skywelld.cfg`.
package enum ConfigurationCheck {
    /// Ends the process if something does not hold.
    package static func run(_ bytes: [UInt8]) {
        let file = ConfigurationFile(bytes)
        let names = file.sections.map(\.name)
        precondition(Set(names).count == names.count, "a section twice")
        let again = ConfigurationFile(file.text)
        precondition(again.hasSameContent(as: file), "printed and read again, it is another file")
        precondition(again.text == file.text, "the canonical text is not canonical")
        let count = bytes.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } + 1
        let reading = ServerConfiguration.read(file)
        let hasErrors = reading.problems.contains { $0.severity == .error }
        precondition(reading.configuration != nil || hasErrors, "no configuration, and no error says why")
        for problem in reading.problems {
            precondition(problem.line.map { (1...count).contains($0) } ?? true, "a problem outside the file")
        }
        for section in file.sections {
            precondition(
                section.lines.count == section.keyValues.count + section.values.count,
                "a line counted wrongly"
            )
            for line in section.lines { _ = HostPort(line.text) }
        }
    }
}
