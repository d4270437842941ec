package import Diagnostics

/// What is said where nftables does not take rules: no rule of the linter can tell, only nftables itself.
package enum RuleRefusal {
    /// A rule of the user's own.
    package static let info = DiagnosticInfo(
        .init(rawValue: "P0614"),
        .error,
        "nftables does not take a rule of one's own",
        cause:
            "A text in 'firewall: { rules: … }' has a mistake, or names a set or a chain that the host does not have.",
        reason: "nftables loads all of a file or nothing of it: the host would stand there without any rules.",
        cure: "Correct the text where nft's words point at."
    )

    /// A file whose rules are not taken for another reason, or that a person changed.
    package static let file = DiagnosticInfo(
        .init(rawValue: "P1523"),
        .error,
        "nftables does not take the rules of a host",
        cause: "A 'picket.nft' has a mistake in it, such as a line that a person changed.",
        reason: "nftables loads all of a file or nothing of it: the host would stand there without any rules.",
        cure: "Correct the line where nft's words point at, or write the file anew: picket compile."
    )

    /// A folder that a topology knows nothing of.
    package static let strangeFolder = DiagnosticInfo(
        .init(rawValue: "P1524"),
        .warning,
        "a folder belongs to no host of the topology",
        cause: "Files are checked by a topology, and one of the folders is called like none of its hosts.",
        reason: "What the topology does not know it cannot be held against; the host that is meant has no files.",
        cure: "Rename the folder, remove it, or add the host to the topology."
    )

    /// A note that nobody could try the rules.
    package static let untried = DiagnosticInfo(
        .init(rawValue: "P0615"),
        .note,
        "a rule of one's own was not tried",
        cause: "This machine does not permit namespaces, in which nftables could be asked.",
        reason: "A text that nftables does not take leaves the host without any rules.",
        cure: "Run the command where namespaces are permitted."
    )
}
