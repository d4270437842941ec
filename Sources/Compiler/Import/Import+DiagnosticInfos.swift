package import Diagnostics

extension Import {
    /// Everything that can be said of configurations that are imported, by code.
    package static let diagnosticInfos: [DiagnosticInfo] = [
        DiagnosticInfo(
            .importWithoutConfiguration,
            .error,
            "a folder that is imported holds no configuration",
            cause: "A host's folder has no skywelld.cfg, and not exactly one other file that ends in '.cfg'.",
            reason:
                "What a server is cannot be told without its configuration, so the host is missing in the "
                + "topology.",
            cure: "Copy the host's configuration into its folder, or remove the folder."
        ),
        DiagnosticInfo(
            .importRenamed,
            .warning,
            "a folder's name cannot be a host's name",
            cause:
                "The name has capital letters, dots or other characters that a host's name must not have, or is "
                + "reserved or taken.",
            reason: "The host has another name in the topology than its folder, and keys are filed under that name.",
            cure: "Rename the folder and import again, or keep the name."
        ),
        DiagnosticInfo(
            .importAddressUnknown,
            .error,
            "nothing tells the address of an imported host",
            cause:
                "The server listens on all addresses, no file lists these, and nobody dials the host at an "
                + "address that can only be its own.",
            reason: "A topology without the address has no links to the host and no rules for it.",
            cure:
                "Put the output of 'ip -brief address' into the file 'addresses' beside the host's configuration, "
                + "and import again. Behind address translation, add the public address by hand."
        ),
        DiagnosticInfo(
            .importAddressGuessed,
            .warning,
            "an address was found out by elimination",
            cause: "Others dial the address, and only one of the imported servers can have it.",
            reason: "The guess is wrong if the address belongs to a server whose configuration was not imported.",
            cure:
                "Compare the address with the host's, or put the output of 'ip -brief address' into the file "
                + "'addresses' beside its configuration."
        ),
        DiagnosticInfo(
            .importAddressContested,
            .error,
            "two imported hosts have the same address",
            cause: "Others dial an address that several hosts say is theirs.",
            reason: "A link would lead to one host or the other; the import takes it for neither's.",
            cure: "Leave the address only in the file 'addresses' of the host that peers reach there."
        ),
        DiagnosticInfo(
            .importAddressLeftOut,
            .warning,
            "an address of an imported host is left out",
            cause: "A host has two addresses in one network, public ones included.",
            reason:
                "A host has one address on each segment of a topology. Rules and listening addresses follow from "
                + "it.",
            cure: "Keep the one that peers dial; give the other a segment of its own if servers need it."
        ),
        DiagnosticInfo(
            .importRoleGuessed,
            .warning,
            "a private server that does not validate is taken for a validator",
            cause: "The configuration has 'peer_private' 1 and no usable [validation_seed].",
            reason:
                "The seed may have been removed before the import, or the server is a spare one. A private server "
                + "takes no inbound peers, so it can be no relay as it is (skywelld reference §6.3).",
            cure: "Put the seed into the key store, or change the role in the topology."
        ),
        DiagnosticInfo(
            .importPeerMissing,
            .warning,
            "a hidden server is fixed to a peer that was not imported",
            cause: "An entry of its [ips_fixed] is the address of none of the imported hosts.",
            reason:
                "What a validator dials must be a sentry that lists its validation key; nobody can tell without "
                + "the configuration. The topology has a sentry with that address and no more.",
            cure: "Import the sentry's configuration too, or remove the entry if it is not yours."
        ),
        DiagnosticInfo(
            .importEntryLeftOut,
            .warning,
            "an entry of [ips] or [ips_fixed] is left out",
            cause: "The entry is a host name, an IPv6 address or no address at all.",
            reason:
                "Topologies hold addresses only: what a name stands for can be changed by others (skywelld "
                + "reference §9, L13).",
            cure: "Write the address and the port instead, and import again."
        ),
        DiagnosticInfo(
            .importValidatorLeftOut,
            .warning,
            "an entry of [validators] is left out",
            cause: "The entry is a domain, a seed, or a key with a typing error.",
            reason:
                "A topology trusts public keys only; what a domain lists can be changed by others (skywelld "
                + "reference §8.3).",
            cure: "Add the validation public key to 'trust: { validators: … }'."
        ),
        DiagnosticInfo(
            .importQuorumsDiffer,
            .warning,
            "imported servers have different quorums",
            cause: "One server's [validation_quorum] is not the one that the topology takes, which is the highest.",
            reason: "Servers with different quorums can take different ledgers for final.",
            cure:
                "Decide for one and write it under 'trust: { quorum: … }', or leave it out for 80 % of the "
                + "trusted validators."
        ),
        DiagnosticInfo(
            .importSectionLeftOut,
            .warning,
            "a section of an imported configuration is left out",
            cause: "The server ignores the section or a line of it, or it holds what a topology cannot.",
            reason: "The configuration that Picket writes lacks it.",
            cure: "Nothing, if the server ignored it anyway; else add what is missing to 'daemon', or to a template."
        ),
        DiagnosticInfo(
            .importLinkDropped,
            .note,
            "a connection of today has no place in the topology",
            cause:
                "A server is fixed to a peer that the topology does not let it dial: a validator, or a peer that "
                + "dials it already.",
            reason:
                "A validator that others dial is not hidden, and two servers that dial each other lose both "
                + "connections (skywelld reference §3.5).",
            cure: "Nothing, or choose peers with 'peers', 'sentries' or 'relays'."
        ),
        DiagnosticInfo(
            .importLinkAdded,
            .note,
            "the topology has a connection that does not exist today",
            cause: "Public servers of one group form a ring, and groups are joined, whatever the configurations say.",
            reason: "The overlay must hold together without any validator.",
            cure: "Nothing, or put the hosts into groups of their own and name their 'peers'."
        ),
    ]
}
