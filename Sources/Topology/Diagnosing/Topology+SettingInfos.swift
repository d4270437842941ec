internal import Diagnostics

extension Topology {
    /// P06xx: settings: trust, daemon, firewall, expect, ssh, secrets.
    static let settingInfos: [DiagnosticInfo] = [
        DiagnosticInfo(
            .unknownSection,
            .error,
            "a section of skywelld.cfg is unknown",
            cause:
                "'daemon' names a section that the server does not look for; often it is misspelt, or not all lower case.",
            reason: "The server ignores such a section without a word (reference §8.3).",
            cure: "Correct the name, or remove it.",
            example: ExampleTopology.with(rest: "daemon: { node_dbs: { type: RocksDB } }")
        ),
        DiagnosticInfo(
            .ownedSection,
            .error,
            "a section follows from the topology",
            cause: "'daemon' sets a section that Picket computes.",
            reason:
                "Two places that decide the same would contradict each other, and sections that are repeated add up "
                + "(reference §8.1).",
            cure: "Say it where the topology says it; the help names the key.",
            example: ExampleTopology.with(rest: "daemon: { peers_max: 50 }")
        ),
        DiagnosticInfo(
            .badSectionLine,
            .error,
            "a line of a section would not arrive as it is",
            cause:
                "The line is empty, begins with '[' or '#', has blanks at its ends or a line break, or is not plain ASCII; "
                + "or the key of a 'key = value' line is malformed.",
            reason: "The server would take it for a comment, for another section or for two lines (reference §8.1).",
            cure: "Write plain ASCII in one line; a section of several lines is a list.",
            example: ExampleTopology.with(rest: "daemon: { sntp_servers: ['# none'] }")
        ),
        DiagnosticInfo(
            .unknownSectionKey,
            .error,
            "a key of a section is unknown",
            cause: "The section has no such key; often it is misspelt.",
            reason: "The server ignores such a line without a word (reference §8.2, §8.3).",
            cure: "Write one of the keys that the message lists.",
            example: ExampleTopology.with(rest: "daemon: { node_db: { type: RocksDB, pth: /db } }")
        ),
        DiagnosticInfo(
            .badPortSection,
            .error,
            "a further port cannot be opened",
            cause: "A section whose name begins with 'port_' lacks 'ip', 'port' or 'protocol', or takes peers.",
            reason: "The server does not start with such a port, nor with two ports for peers (reference §8.2).",
            cure: "Write all three keys; for the peer port, use 'peer_port'.",
            example: ExampleTopology.with(rest: "daemon: { port_ws: { port: 5020, protocol: ws } }")
        ),
        DiagnosticInfo(
            .secretInTheClear,
            .error,
            "a secret stands in the topology",
            cause: "A seed, a connection string or a password stands where its place belongs.",
            reason: "Topologies are shared, printed and kept under version control. Who has a validator's seed is the "
                + "validator.",
            cure:
                "Write file:PATH or env:NAME, and take a new secret: this one may have been seen. What is shown of the file "
                + "has it blanked.",
            example: ExampleTopology.with(rest: "secrets: { node_seed: masterpassphrase }")
        ),
        DiagnosticInfo(
            .secretElsewhere,
            .error,
            "a reference to a secret stands where none is",
            cause: "A line of a section that holds no secret begins with 'file:' or 'env:'.",
            reason: "What comes from elsewhere is not shown in plans and reports, so it must be a secret.",
            cure: "Write the line itself.",
            example: ExampleTopology.with(rest: "daemon: { node_size: env:SIZE }")
        ),
        DiagnosticInfo(
            .badSecretReference,
            .error,
            "a reference to a secret is malformed",
            cause: "There is no path behind 'file:', or no name of an environment variable behind 'env:'.",
            reason: "There is nowhere to read the secret from.",
            cure: "Write file:PATH or env:NAME.",
            example: ExampleTopology.with(rest: "secrets: { node_seed: 'env:1ST' }")
        ),
        DiagnosticInfo(
            .badValidationKey,
            .error,
            "a validation key is malformed",
            cause: "A value of 'trust: { validators: … }' is no public key of the form n….",
            reason: "The server would take other texts for domains and fetch keys from there (reference §8.3).",
            cure: "Write the validator's public key; its checksum must be right.",
            example: ExampleTopology.with(rest: "trust: { validators: { partner: n94a1u4r } }")
        ),
        DiagnosticInfo(
            .duplicateValidator,
            .error,
            "two validators have the same key",
            cause: "'trust: { validators: … }' lists a key twice.",
            reason: "The quorum would count one validator twice.",
            cure: "Remove one.",
            example: ExampleTopology.with(
                rest: "trust:\n  validators:\n    a: n94a1u4rAz288pZLtw6yFWVbi89YamiC6JBXPVUr5zmExe5fTVg9\n"
                    + "    b: n94a1u4rAz288pZLtw6yFWVbi89YamiC6JBXPVUr5zmExe5fTVg9"
            )
        ),
        DiagnosticInfo(
            .badRule,
            .error,
            "a rule of one's own is not one rule",
            cause: "The text is empty, holds ';', '#' or '\\', or its braces or quotes do not pair.",
            reason: "It would leave its chain, and change what other rules mean.",
            cure: "Write one rule per item, in one line.",
            example: ExampleTopology.with(rest: "firewall: { rules: { input: ['accept }'] } }")
        ),
        DiagnosticInfo(
            .unknownParty,
            .error,
            "an expectation names nobody known",
            cause:
                "The name is no host and no segment, or it is both; or the value is neither an address nor a prefix.",
            reason: "A claim about nobody always holds.",
            cure: "Write any, stranger, a host, a segment, an address or a prefix.",
            example: ExampleTopology.with(rest: "expect: [{ hidden: [v-1] }]")
        ),
        DiagnosticInfo(
            .badPath,
            .error,
            "a path or a word for ssh cannot be used",
            cause: "The text is empty, holds blanks or more than printable ASCII, or begins with '-'.",
            reason: "ssh would take it for an option or for several words.",
            cure: "Write it without blanks, not beginning with '-'.",
            example: ExampleTopology.with(rest: "ssh: { user: '-oProxyCommand=x' }")
        ),
    ]
}
