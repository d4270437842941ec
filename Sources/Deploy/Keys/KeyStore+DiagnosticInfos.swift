package import Diagnostics

extension KeyStore {
    /// What is documented of every diagnostic of keys, secrets and bundles on disk, in the order of the codes.
    package static let diagnosticInfos: [DiagnosticInfo] =
        Self.keyInfos + Self.secretInfos + BundleFolder.diagnosticInfos

    private static let keyInfos: [DiagnosticInfo] = [
        DiagnosticInfo(
            .noKeys,
            .error,
            "no host has a key yet",
            cause: "The key store beside the topology holds none of the keys that its hosts need.",
            reason: """
                A server without a seed makes one up and keeps it in its database, so nobody could list it as trusted, \
                and its peers would meet a stranger (skywelld reference §1.4).
                """,
            cure:
                "Run 'picket keys new FILE'. It makes what is missing and never overwrites anything. A lab needs no keys."
        ),
        DiagnosticInfo(
            .keyMissing,
            .error,
            "a host lacks a key",
            cause: """
                There is no file or variable at the place of the key: STORE/NETWORK/HOST.node_seed or \
                HOST.validation_seed, or what 'secrets' names.
                """,
            reason: """
                Every server needs a node key of its own, and a validator a validation key too. Without them the server \
                makes up an identity or silently does not validate (skywelld reference §1.4).
                """,
            cure: "Run 'picket keys new FILE', or write the seed to the place that 'secrets' names."
        ),
        DiagnosticInfo(
            .keyMalformed,
            .error,
            "a key file holds no key",
            cause: """
                A key is one line: a seed in the form 's…', 32 hexadecimal digits, twelve words of RFC 1751, or \
                'passphrase: ' and a text. The file or variable holds something else: a seed with a mistake in it, one in the \
                letters of the XRP Ledger, an account address, a public key, two lines, or nothing.
                """,
            reason: """
                The server takes whatever it does not understand for a passphrase and hashes it, so that a mistyped seed \
                silently becomes another identity; addresses and other keys it ignores (skywelld reference §1.4).
                """,
            cure: "Copy the seed again. If the text is meant as a passphrase, write 'passphrase: ' in front of it."
        ),
        DiagnosticInfo(
            .sharedKey,
            .error,
            "two hosts have the same key",
            cause: "A key file was copied from one host to another, or two hosts name the same file or variable.",
            reason: """
                The overlay keeps one connection per node key: of two servers with the same one, a peer refuses the second \
                as a duplicate (skywelld reference §6.4). Two validators with one validation key contradict each other.
                """,
            cure: "Remove one of the two files and run 'picket keys new FILE'."
        ),
        DiagnosticInfo(
            .nodeKeyIsValidationKey,
            .error,
            "a validator uses one key for node and validation",
            cause: "The two key files of the validator hold the same seed.",
            reason: """
                Both are derived in the same way, so every handshake and every crawl of its sentries would show the \
                validator's own key: it is not hidden (skywelld reference §1.3 and §9, L3).
                """,
            cure: """
                Remove its node_seed file and run 'picket keys new FILE'. Keep the validation key: other operators list it.
                """
        ),
        DiagnosticInfo(
            .foreignKeyIsOwn,
            .error,
            "a trusted foreign key is one of our own",
            cause: "A key under 'trust: validators' belongs to a host of this topology.",
            reason: """
                The topology's own validators are trusted by themselves. Listed again, one validator would count twice for \
                the quorum; a node key in the list names a server that never validates.
                """,
            cure: "Remove the entry, or write the key that the other operator gave you."
        ),
    ]

    private static let secretInfos: [DiagnosticInfo] = [
        DiagnosticInfo(
            .secretOpenToOthers,
            .error,
            "others may read a file with a secret",
            cause:
                "Group or others have permissions on a key file, or on a file that 'daemon' takes secret lines from.",
            reason: "Who can read a validation seed can sign as that validator.",
            cure: "Run 'chmod 600' on the file. If others had the time to read it, make a new key."
        ),
        DiagnosticInfo(
            .secretUnreadable,
            .error,
            "a file with a secret cannot be read",
            cause: "The file belongs to somebody else, is a folder or a device, or is far too long.",
            reason: "Without the secret there is no complete skywelld.cfg.",
            cure: "Correct the path in 'secrets' or 'daemon', or the owner of the file."
        ),
        DiagnosticInfo(
            .secretMissing,
            .error,
            "a secret that 'daemon' refers to is missing",
            cause: "There is no file or environment variable of the name that a section under 'daemon' refers to.",
            reason:
                "The section would be empty, and a server without mysql_config does not start (skywelld reference §8.3).",
            cure: "Write the file, set the variable, or correct the reference."
        ),
        DiagnosticInfo(
            .secretMalformed,
            .error,
            "a secret that 'daemon' refers to cannot stand in skywelld.cfg",
            cause: "The file is empty, or one of its lines starts with '#' or has the form of a section header.",
            reason: """
                The server reads '#' in the first column as a comment and '[…]' as a new section, so the line would not \
                arrive as data (skywelld reference §8.1).
                """,
            cure: "Write exactly the lines that belong in the section."
        ),
    ]
}
