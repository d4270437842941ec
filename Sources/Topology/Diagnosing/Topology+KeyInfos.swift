internal import Diagnostics

extension Topology {
    /// P01xx: keys and types.
    static let keyInfos: [DiagnosticInfo] = [
        DiagnosticInfo(
            .wrongType,
            .error,
            "a value is of the wrong type",
            cause: "A list, a map or a text stands where something else belongs.",
            reason: "A value that is not understood must not be guessed.",
            cure: "Write what the message expects; 'docs/topology.md' has an example of every key.",
            example: ExampleTopology.with(rest: "defaults: { peer_port: [50333] }")
        ),
        DiagnosticInfo(
            .unknownKey,
            .error,
            "a key is unknown",
            cause: "The language has no such key at this place; often it is misspelt.",
            reason: "A misspelt setting would otherwise be lost without a word.",
            cure: "Write one of the keys that the message lists.",
            example: ExampleTopology.with(rest: "firewal: { administration: [203.0.113.0/24] }")
        ),
        DiagnosticInfo(
            .missingKey,
            .error,
            "a key is missing",
            cause: "A map lacks a key that it must have.",
            reason: "There is no value that could be assumed safely.",
            cure: "Add the key as the message shows.",
            example: ExampleTopology.only(hosts: "a: { internet: 198.51.100.11 }")
        ),
        DiagnosticInfo(
            .duplicateKey,
            .error,
            "a key is given twice",
            cause: "The same key stands twice in one map.",
            reason: "YAML readers silently take one of them.",
            cure: "Remove one.",
            example: ExampleTopology.with(rest: "network: another")
        ),
        DiagnosticInfo(
            .versionMismatch,
            .error,
            "the version of the language is unknown",
            cause: "'picket' is not 1.",
            reason: "Another version may mean something else by the same words.",
            cure: "Write 'picket: 1', or use a Picket that knows the version.",
            example: ExampleTopology.with().replacing("picket: 1", with: "picket: 2")
        ),
        DiagnosticInfo(
            .badPort,
            .error,
            "a port is no port",
            cause: "The value is not a whole number from 1 to 65535.",
            reason:
                "The server takes 0 and numbers that are too large for 'no port', or does not start (reference §8.2).",
            cure: "Write a number from 1 to 65535 without leading zeros.",
            example: ExampleTopology.with(rest: "defaults: { peer_port: 0 }")
        ),
        DiagnosticInfo(
            .noHosts,
            .error,
            "there are no hosts",
            cause: "'hosts' is empty.",
            reason: "A topology without hosts means nothing.",
            cure: "Add a host.",
            example: "picket: 1\nnetwork: x\nsegments: {}\nhosts: {}\n"
        ),
        DiagnosticInfo(
            .badNumber,
            .error,
            "a number is outside of what its key takes",
            cause: "The value is no whole number, or too small or too large.",
            reason: "Zero, negative and huge numbers would switch off what the key is for.",
            cure: "Write a number in the range that the message gives.",
            example: ExampleTopology.with(rest: "trust: { quorum: 0 }")
        ),
        DiagnosticInfo(
            .unknownWord,
            .error,
            "a word is not one of those that its key takes",
            cause: "The value is none of the words that are allowed here; often it is misspelt.",
            reason: "There is nothing that it could mean.",
            cure: "Write one of the words that the message lists.",
            example: ExampleTopology.with(rest: "daemon: { dialect: rippled }")
        ),
        DiagnosticInfo(
            .emptyList,
            .error,
            "a list is empty",
            cause: "A list that must name something names nothing.",
            reason: "An opening to nowhere or a claim about nobody says nothing, though it looks as if it did.",
            cure: "Name something, or remove the key.",
            example: ExampleTopology.with(rest: "expect: [{ hidden: [] }]")
        ),
        DiagnosticInfo(
            .notExactlyOne,
            .error,
            "an expectation does not say exactly one thing",
            cause: "The map has no key or several, but each of its keys is a statement of its own.",
            reason: "With several, it would be unclear whether all or any of them is meant.",
            cure: "Write one item of the list for each statement.",
            example: ExampleTopology.with(rest: "expect: [{ survives: { sentries: 1, zones: 1 } }]")
        ),
    ]

    /// P02xx: names and expansion.
    static let nameInfos: [DiagnosticInfo] = [
        DiagnosticInfo(
            .badName,
            .error,
            "a name cannot be used",
            cause: "A name holds something else than lower-case letters, digits and '-', or is too long.",
            reason: "Names become host names, file names and, for segments, names of interfaces, which have at most 15 "
                + "characters.",
            cure: "Use \(NameRule.description).",
            example: ExampleTopology.with(hosts: "Sentry: { role: sentry, internet: 198.51.100.12 }")
        ),
        DiagnosticInfo(
            .reservedName,
            .error,
            "a name is reserved",
            cause: "The name means something else: a host of the lab, an end of a flow, a setting or a kernel's word.",
            reason: "It could not be told from what it means otherwise.",
            cure: "Choose another name.",
            example: ExampleTopology.with(hosts: "outsider: { role: sentry, internet: 198.51.100.12 }")
        ),
        DiagnosticInfo(
            .badRange,
            .error,
            "a range or list is malformed",
            cause: "Braces do not pair, or what is between them is neither {1..3} nor {a,b}.",
            reason: "It is not clear which values are meant.",
            cure: "Write a range of numbers or addresses, or a list without blanks.",
            example: ExampleTopology.with(hosts: "s-{1..}: { role: sentry, internet: 198.51.100.12 }")
        ),
        DiagnosticInfo(
            .lengthsDiffer,
            .error,
            "ranges that run in step have different lengths",
            cause: "A value of a host stands for another number of values than the host's name.",
            reason: "The first value belongs to the first host, the second to the second: none may be left over.",
            cure: "Make them equally long.",
            example: ExampleTopology.with(hosts: "t-{1..2}: { role: sentry, internet: 198.51.100.{12..14} }")
        ),
        DiagnosticInfo(
            .tooManyHosts,
            .error,
            "there are too many hosts",
            cause: "The file stands for more than \(Limits.hosts) hosts.",
            reason: "A slip in a range would otherwise exhaust the machine.",
            cure: "Look at the ranges, or split the file.",
            example: ExampleTopology.with(hosts: "t-{1..99999}: { role: sentry, internet: 198.51.100.12 }")
        ),
        DiagnosticInfo(
            .duplicateHost,
            .error,
            "two hosts have the same name",
            cause: "A name stands twice in 'hosts', perhaps by way of ranges.",
            reason: "Their bundles would overwrite each other.",
            cure: "Rename one.",
            example: ExampleTopology.with(hosts: "s-{1..2}: { role: sentry, internet: 198.51.100.{12..13} }")
        ),
        DiagnosticInfo(
            .unusedGroup,
            .warning,
            "no host is in a group that has settings",
            cause: "'groups' names a group that no host has; often it is misspelt.",
            reason: "Its settings have no effect.",
            cure: "Correct the name, or remove the group.",
            example: ExampleTopology.with(rest: "groups: { north: { zone: a } }")
        ),
    ]
}
