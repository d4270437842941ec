internal import ArgumentParser
internal import Files
internal import Node
internal import Skywelld

/// One line of the file of `--nodes`: the options of one node, as on a command line, with blanks between them.
///
/// Blank lines, and those that start with `#`, say nothing.
struct NodeLine: ParsableArguments {
    /// Longest file, in bytes: some thousand nodes.
    private static let lengthMaximum = 1 << 20

    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    var conf: String

    @OptionGroup var placement: NodePlacement
    @OptionGroup var node: NodeOptionGroup

    /// - Throws: An exit code; what is wrong with which line has then been said.
    static func sources(in path: String, _ console: Console) throws -> [NodeSource] {
        let text: String
        do {
            text = String(decoding: try BoundedFile.read(path, limit: Self.lengthMaximum), as: UTF8.self)
        } catch {
            console.error("cannot read the list of nodes: \(error)")
            throw error.isPermission ? ExitCode.notPermitted : ExitCode.badInput
        }
        var sources: [NodeSource] = []
        var isGood = true
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            do {
                sources.append(try Self.parse(words).source(console))
            } catch let code as ExitCode {
                throw code
            } catch {
                console.error("\(path):\(index + 1): \(SecretText.hidden(in: Self.message(for: error)))")
                isGood = false
            }
        }
        if sources.isEmpty, isGood { console.error("\(path) names no node") }
        guard isGood, !sources.isEmpty else { throw ExitCode.badInput }
        return sources
    }

    private func source(_ console: Console) throws -> NodeSource {
        NodeSource(
            configurationPath: self.conf,
            options: try self.node.options(console),
            namespacePath: self.placement.namespace,
            logPath: self.placement.log
        )
    }
}
