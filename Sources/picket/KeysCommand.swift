internal import ArgumentParser
internal import Compiler
internal import Deploy

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Makes, shows and checks the keys of a topology's hosts.",
        discussion: """
            Every host has a node key, and a validator a validation key too. Unless 'secrets' in the topology says otherwise, \
            they lie in the folder 'keys' beside it, as keys/NETWORK/HOST.node_seed and HOST.validation_seed, readable by their \
            owner alone and out of version control. No command shows a secret.

            A key file holds one line: a seed in the form 's…', 32 hexadecimal digits, twelve words of RFC 1751, or \
            'passphrase: ' and a text.

            \(ExitCode.help)
            """,
        subcommands: [KeysNewCommand.self, KeysShowCommand.self, KeysCheckCommand.self]
    )
}

extension TopologyFile {
    /// The keys and other secrets that the topology refers to; what is wrong with them is shown.
    ///
    /// - Throws: `failure`, once everything has been said.
    func secrets(_ console: Console, failure: ExitCode) throws -> Secrets {
        let (secrets, diagnostics) = KeyStore(topologyPath: self.path).load(self.topology)
        console.diagnostics(diagnostics, in: self.text)
        guard let secrets else { throw failure }
        return secrets
    }
}
