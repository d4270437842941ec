internal import Diagnostics

extension Topology {
    /// P03xx: segments and addresses.
    static let addressInfos: [DiagnosticInfo] = [
        DiagnosticInfo(
            .badPrefix,
            .error,
            "a prefix is malformed",
            cause: "The value is not a network and its length, or it has bits behind its length.",
            reason: "A prefix that is read differently by different programs opens what nobody meant to open.",
            cure: "Write the network itself, such as 10.1.10.0/24.",
            example: ExampleTopology.with(rest: "firewall: { administration: [10.1.10.9/24] }")
        ),
        DiagnosticInfo(
            .ipv6Alone,
            .error,
            "a segment or a host has IPv6 alone",
            cause: "'cidr' has no IPv4 prefix, or a host has only an IPv6 address on a segment.",
            reason:
                "The server speaks IPv4 only: its peer lists cannot hold IPv6 literals (reference §8.3). IPv6 addresses "
                + "serve administration.",
            cure: "Add an IPv4 prefix or address beside it.",
            example: ExampleTopology.with(
                segments: "internet: { public: true, cidr: 198.51.100.0/24 }\n"
                    + "backbone: { cidr: 10.1.10.0/24 }\nsix: { cidr: 'fd00::/64' }"
            )
        ),
        DiagnosticInfo(
            .overlappingSegments,
            .error,
            "prefixes of segments overlap",
            cause: "Two prefixes share addresses.",
            reason: "It would be unclear on which segment an address is, and rules for one would open the other.",
            cure: "Give each segment a network of its own.",
            example: ExampleTopology.with(
                segments: "internet: { public: true, cidr: 198.51.100.0/24 }\n"
                    + "backbone: { cidr: 10.1.10.0/24 }\nother: { cidr: 10.0.0.0/8 }"
            )
        ),
        DiagnosticInfo(
            .unusablePrefix,
            .error,
            "no host can have an address of a prefix",
            cause:
                "The prefix overlaps with loopback, link-local, multicast or another network with a meaning of its own.",
            reason: "The kernel routes such addresses nowhere, or elsewhere.",
            cure: "Choose a network such as 10.1.10.0/24 or fd00:10::/64.",
            example: ExampleTopology.with(
                segments: "internet: { public: true, cidr: 198.51.100.0/24 }\n"
                    + "backbone: { cidr: 10.1.10.0/24 }\nother: { cidr: 127.0.0.0/8 }"
            )
        ),
        DiagnosticInfo(
            .badAddress,
            .error,
            "an address is malformed",
            cause: "The value is neither an IPv4 nor an IPv6 address; perhaps it is a name.",
            reason: "A validator that looks up a name tells the resolver about itself (reference §9, L13).",
            cure: "Write the address itself.",
            example: ExampleTopology.only(hosts: "a: { role: sentry, internet: node.example }")
        ),
        DiagnosticInfo(
            .addressOutsideSegment,
            .error,
            "an address lies outside of its segment",
            cause: "None of the segment's prefixes holds the address.",
            reason: "The host could not be reached there.",
            cure: "Write an address of the segment, or correct its 'cidr'.",
            example: ExampleTopology.only(hosts: "a: { role: sentry, internet: 198.51.101.1 }")
        ),
        DiagnosticInfo(
            .addressNotForHosts,
            .error,
            "an address is the network's own or its broadcast address",
            cause: "It is the first or the last address of a prefix.",
            reason: "No host can have it.",
            cure: "Choose one in between.",
            example: ExampleTopology.only(hosts: "a: { role: sentry, internet: 198.51.100.255 }")
        ),
        DiagnosticInfo(
            .duplicateAddress,
            .error,
            "two hosts have the same address",
            cause: "An address is given twice, perhaps because a name has a range and the address has none.",
            reason: "Firewall rules and peer lists would mean the wrong host.",
            cure: "Give each host an address of its own; write a range beside a range.",
            example: ExampleTopology.only(hosts: "a{1..2}: { role: sentry, internet: 198.51.100.11 }")
        ),
        DiagnosticInfo(
            .unknownSegment,
            .error,
            "a segment is unknown",
            cause: "A key of a host is neither a setting nor a segment, or 'via' names no segment.",
            reason: "A misspelt setting looks like a segment.",
            cure: "Correct the name, or add the segment.",
            example: ExampleTopology.only(hosts: "a: { role: sentry, internet: 198.51.100.11, bakbone: 10.1.10.1 }")
        ),
        DiagnosticInfo(
            .hostWithoutAddress,
            .error,
            "a host has no address",
            cause: "No key of the host is a segment.",
            reason: "A host that is on no network can neither dial nor be dialled.",
            cure: "Add a segment and an address on it.",
            example: ExampleTopology.with(hosts: "v: { role: validator }")
        ),
        DiagnosticInfo(
            .coveredSource,
            .warning,
            "an address or prefix is covered by another",
            cause: "A list names a prefix and something inside of it.",
            reason: "A set of nftables takes no overlapping elements, so it is left out.",
            cure: "Remove the smaller one.",
            example: ExampleTopology.with(rest: "firewall: { administration: [10.0.0.0/8, 10.1.2.3] }")
        ),
        DiagnosticInfo(
            .severalAddresses,
            .error,
            "a host has two addresses of one family on a segment",
            cause: "A list holds two IPv4 or two IPv6 addresses.",
            reason: "A link goes from one address to one other.",
            cure: "Keep one of each family; a second network is a second segment.",
            example: ExampleTopology.only(hosts: "a: { role: sentry, internet: [198.51.100.11, 198.51.100.12] }")
        ),
        DiagnosticInfo(
            .badLatency,
            .error,
            "a time is malformed",
            cause: "The value is not a number with 'us', 'ms' or 's', or is longer than a minute.",
            reason: "Without a unit, 20 could be anything.",
            cure: "Write a time such as 20ms.",
            example: ExampleTopology.with(
                segments: "internet: { public: true, cidr: 198.51.100.0/24, latency: 20 }\n"
                    + "backbone: { cidr: 10.1.10.0/24 }"
            )
        ),
    ]

    /// P05xx: the lab.
    static let labInfos: [DiagnosticInfo] = [
        DiagnosticInfo(
            .segmentTooSmallForLab,
            .error,
            "a segment is too small for the lab",
            cause: "All addresses of a segment are taken, and the lab needs one or two of its own there.",
            reason: "The lab observes from a stranger's place on every segment.",
            cure: "Use a larger network."
        )
    ]
}
