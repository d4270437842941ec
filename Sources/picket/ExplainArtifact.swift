internal import ArgumentParser
internal import Compiler
internal import Diagnostics
internal import Topology

/// Shows what a host gets, with the reason of each line beside it.
enum ExplainArtifact {
    /// One line of an artifact, for `--json`.
    struct Line: Encodable {
        let number: Int
        /// `nil` if it is a secret.
        let text: String?
        let rule: String
        let explanation: String
        /// Where in the topology the line comes from, such as `topology.yaml:9:3`; `nil` for what every artifact has.
        let place: String?
    }

    struct File: Encodable {
        let name: String
        let lines: [Line]
    }

    struct Document: Encodable {
        let schema = ExplainArtifact.schema
        let host: String
        let artifacts: [File]
    }

    static let schema = "picket.explain/1"

    /// - Parameters:
    ///   - file: The topology file.
    ///   - host: Whose artifacts.
    ///   - artifact: `NAME` or `NAME:LINE`; `nil` for all.
    /// - Throws: The exit code, once everything has been said.
    static func run(file: String, host: String, artifact: String?, json: Bool = false, console: Console) throws {
        let topology = try TopologyFile.load(file, console)
        let bundle = try self.bundle(of: host, topology, console)
        let (artifacts, line) = try self.select(artifact, bundle, console)
        if json {
            let files = artifacts.map { artifact in
                File(
                    name: artifact.name.rawValue,
                    lines: self.lines(of: artifact, topology.path).filter { line == nil || $0.number == line }
                )
            }
            return console.print(try JSONText.make(Document(host: host, artifacts: files)))
        }
        if let line {
            return try self.show(line, of: artifacts[0], topology, console)
        }
        for (number, artifact) in artifacts.enumerated() {
            if number > 0 { console.print("") }
            console.print(console.style("\(host)/\(artifact.name)", .strong))
            for row in self.columns(self.lines(of: artifact, topology.path), console) { console.print(row) }
        }
    }

    /// The keys do not matter, because secret lines are not shown: throw-away ones do.
    private static func bundle(of host: String, _ file: TopologyFile, _ console: Console) throws -> Bundle {
        guard let name = HostName(host), let found = file.topology[host: name] else {
            let near = nearest(host, in: file.topology.hosts.map(\.name.description))
            console.error(
                "there is no host '\(host)' in \(file.path)",
                help: near.map { "did you mean '\($0)'?" }
            )
            throw ExitCode.validationFailure
        }
        let secrets = Secrets.forLab(of: file.topology)
        let compilation = try Compilation(file.topology, secrets: secrets, source: file.source)
        guard let bundle = compilation.bundles.first(where: { $0.host == found.name }) else {
            console.error("'\(host)' is not ours, so it gets no files")
            throw ExitCode.validationFailure
        }
        return bundle
    }

    private static func select(
        _ text: String?,
        _ bundle: Bundle,
        _ console: Console
    ) throws -> (artifacts: [Artifact], line: Int?) {
        guard let text else { return (bundle.artifacts, nil) }
        if let artifact = bundle.artifacts.first(where: { $0.name.rawValue == text }) { return ([artifact], nil) }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2, let artifact = bundle.artifacts.first(where: { $0.name.rawValue == parts[0] }) {
            guard let line = Int(parts[1]), artifact.reasons.indices.contains(line - 1) else {
                console.error(
                    "\(artifact.name) has no line '\(parts[1])'",
                    help: "it has lines 1 to \(artifact.reasons.count)"
                )
                throw ExitCode.validationFailure
            }
            return ([artifact], line)
        }
        let names = bundle.artifacts.map(\.name.rawValue).joined(separator: ", ")
        console.error("the host gets no file '\(parts.first ?? "")'", help: "it gets \(names)")
        throw ExitCode.validationFailure
    }

    private static func lines(of artifact: Artifact, _ path: String) -> [Line] {
        let texts = artifact.contents.split(separator: "\n", omittingEmptySubsequences: false)
        return artifact.reasons.enumerated().map { index, reason in
            Line(
                number: index + 1,
                text: artifact.isSecretLine(index + 1) ? nil : String(texts[index]),
                rule: reason.rule.rawValue,
                explanation: reason.rule.explanation,
                place: reason.place.map { "\(path):\($0.start)" }
            )
        }
    }

    /// Two columns that fit the terminal: the line, cut if need be, and why it is there.
    private static func columns(_ lines: [Line], _ console: Console) -> [String] {
        let digits = String(lines.count).count
        let reasons = lines.map { line in
            line.rule == Reason.Rule.template.rawValue ? "" : line.rule + (line.place.map { "  \($0)" } ?? "")
        }
        let longest = lines.map { $0.text?.count ?? Self.mark.count }.max() ?? 0
        let right = min(reasons.map(\.count).max() ?? 0, console.width / 2)
        let left = max(20, min(longest, console.width - right - digits - 4))
        return zip(lines, reasons).map { line, reason in
            let text = TerminalText.safe(line.text ?? Self.mark)
            let cut = text.count > left ? text.prefix(left - 1) + "…" : text[...]
            let number = String(repeating: " ", count: digits - String(line.number).count) + "\(line.number)"
            guard !reason.isEmpty else { return "\(console.style(number, .faint))  \(cut)" }
            let shown = reason.count > right ? reason.prefix(right - 1) + "…" : reason[...]
            return "\(console.style(number, .faint))  \(String(cut).padded(to: left + 2))"
                + console.style(TerminalText.safe(String(shown)), .faint)
        }
    }

    private static let mark = "(secret)"

    private static func show(_ number: Int, of artifact: Artifact, _ file: TopologyFile, _ console: Console) throws {
        let line = self.lines(of: artifact, file.path)[number - 1]
        console.print("\(artifact.name):\(number): \(TerminalText.safe(line.text ?? Self.mark))")
        console.print("rule \(line.rule): \(line.explanation)")
        guard let place = artifact.reasons[number - 1].place else {
            console.print("every such file has this line; no place in the topology causes it")
            return
        }
        console.print("caused by \(TerminalText.safe(line.place ?? "")):")
        let width = String(place.start.line).count
        let gutter = String(repeating: " ", count: width)
        let source = String(file.text.line(place.start.line))
        let isOneLine = place.end.line == place.start.line
        let carets = max(1, (isOneLine ? place.end.column : source.unicodeScalars.count + 1) - place.start.column)
        console.print("\(gutter) |")
        console.print("\(place.start.line) | \(TerminalText.safe(source))")
        console.print(
            "\(gutter) | \(String(repeating: " ", count: place.start.column - 1))\(String(repeating: "^", count: carets))"
        )
    }
}
