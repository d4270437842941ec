internal import Diagnostics

extension Topology {
    /// P04xx: roles, selectors and links.
    static let linkInfos: [DiagnosticInfo] = [
        DiagnosticInfo(
            .unknownRole,
            .error,
            "a role is unknown",
            cause: "The value of 'role', or a key of 'roles', is none of the roles.",
            reason: "The role decides whether a host is hidden.",
            cure: "Write validator, sentry, hub, relay or external.",
            example: ExampleTopology.only(hosts: "a: { role: proxy, internet: 198.51.100.11 }")
        ),
        DiagnosticInfo(
            .validatorWithoutSentry,
            .error,
            "a validator or a relay has no sentry",
            cause: "Its group has no sentry, and it names none.",
            reason: "It dials nobody but its sentries, so it would be cut off.",
            cure: "Add a sentry to its group, or name some with 'sentries'.",
            example: ExampleTopology.with(hosts: "v: { role: validator, group: north, backbone: 10.1.10.51 }")
        ),
        DiagnosticInfo(
            .noSharedSegment,
            .error,
            "two hosts that should be linked are on no segment together",
            cause:
                "The dialler is on other segments than the host that it should dial, or one of both is not on the segment "
                + "of 'via'.",
            reason: "A link needs a network that both are on.",
            cure: "Attach both to one segment, or choose other hosts.",
            example: ExampleTopology.with(
                segments: "internet: { public: true, cidr: 198.51.100.0/24 }\nbackbone: { cidr: 10.1.10.0/24 }\n"
                    + "cellar: { cidr: 10.9.0.0/24 }",
                hosts: "v: { role: validator, cellar: 10.9.0.1 }"
            )
        ),
        DiagnosticInfo(
            .selectorMatchesNothing,
            .error,
            "a selector matches nothing",
            cause: "No host that can be chosen has the name, the group, the zone or the role.",
            reason: "A design that counts on a sentry that is not there is weaker than it looks.",
            cure: "Correct the selector, or remove it.",
            example: ExampleTopology.with(hosts: "v: { role: validator, backbone: 10.1.10.51, sentries: [s-1, s-9] }")
        ),
        DiagnosticInfo(
            .selectedHostIsNoSentry,
            .error,
            "a selector names a host of another role",
            cause:
                "'sentries' names something else than a sentry, 'relays' than a relay, or 'peers' a validator or relay.",
            reason: "Who dials a validator keeps its address in its configuration and database (reference §9, L12).",
            cure: "Name hosts of the right role.",
            example: ExampleTopology.with(
                hosts: "v: { role: validator, backbone: 10.1.10.51, sentries: [s-1, h] }\n"
                    + "h: { role: hub, internet: 198.51.100.40, backbone: 10.1.10.40 }"
            )
        ),
        DiagnosticInfo(
            .badSelector,
            .error,
            "a selector is malformed",
            cause: "The text is no name, no pattern with '*' and '?', and no 'key=value' with a known key.",
            reason: "It would choose nothing.",
            cure: "Write names, patterns, 'group=NAME' or 'zone=NAME', and in 'peers' also 'role=ROLE'.",
            example: ExampleTopology.with(hosts: "v: { role: validator, backbone: 10.1.10.51, sentries: ['site=a'] }")
        ),
        DiagnosticInfo(
            .sentriesOnOtherRole,
            .error,
            "a host chooses what its role does not dial",
            cause: "'sentries' stands on a public server, 'relays' on something else than a validator, or 'peers' on a "
                + "hidden host.",
            reason:
                "Validators dial relays or sentries, relays dial sentries, and nobody dials a validator (reference §9, "
                + "topology rule 1).",
            cure: "Remove the key.",
            example: ExampleTopology.only(hosts: "a: { role: sentry, internet: 198.51.100.11, sentries: [] }")
        ),
        DiagnosticInfo(
            .validatorOnPublicSegment,
            .warning,
            "a validator is attached to a public segment besides a private one",
            cause: "The host is a validator and has an address on a segment with 'public: true'.",
            reason:
                "Whoever reaches its peer port sees what it is (reference §9, L16); there, only the firewall stands "
                + "before it.",
            cure: "Remove the public address: a validator reaches the network through its sentries.",
            example: ExampleTopology.with(
                hosts: "v: { role: validator, backbone: 10.1.10.51, internet: 198.51.100.51 }"
            )
        ),
        DiagnosticInfo(
            .sentryNotPublic,
            .error,
            "a sentry or a hub is on no public segment",
            cause: "All of its segments are private.",
            reason: "Strangers cannot reach it, so it links nobody to the network.",
            cure: "Add an address on a public segment.",
            example: ExampleTopology.only(hosts: "a: { role: sentry, backbone: 10.1.10.61 }")
        ),
        DiagnosticInfo(
            .tooManyLinks,
            .error,
            "there are too many links",
            cause: "All hosts together dial more than \(Limits.links) others.",
            reason: "A slip in a group would otherwise exhaust the machine.",
            cure: "Choose fewer sentries for each validator."
        ),
        DiagnosticInfo(
            .validatorOnPublicOnly,
            .note,
            "a validator's secrecy rests on its firewall alone",
            cause: "All segments of a validator are public.",
            reason: "Its address can be reached by everybody, so a single rule decides whether its peer port answers "
                + "(reference §9, L16).",
            cure: "Nothing needs to be done. A private segment that it shares with its sentries is a second wall.",
            example: ExampleTopology.with(hosts: "v: { role: validator, internet: 198.51.100.51 }")
        ),
        DiagnosticInfo(
            .tooFewChosen,
            .error,
            "fewer hosts are chosen than 'at_least' asks for",
            cause: "The selectors come to fewer hosts than the file demands.",
            reason: "The demand is what the design counts on when something fails.",
            cure: "Choose more, add hosts, or ask for fewer.",
            example: ExampleTopology.with(
                hosts: "v: { role: validator, backbone: 10.1.10.51, sentries: { at_least: 2 } }"
            )
        ),
        DiagnosticInfo(
            .notSpread,
            .error,
            "chosen hosts are not spread over zones",
            cause: "All of them are in one zone, or one of them has none.",
            reason: "What is in one zone fails together.",
            cure: "Choose a host of another zone, and give every host its 'zone'.",
            example: ExampleTopology.with(
                hosts: "v: { role: validator, backbone: 10.1.10.51, sentries: { spread_over: zone } }",
                rest: "defaults: { zone: a }"
            )
        ),
        DiagnosticInfo(
            .ambiguousSegment,
            .error,
            "a link could go over several segments",
            cause: "Two hosts have several private segments in common, or several public ones and no private one.",
            reason: "Rules, ports and addresses follow from the segment, so it must not be guessed.",
            cure: "Say which with 'via'.",
            example: ExampleTopology.only(
                segments: "internet: { public: true, cidr: 198.51.100.0/24 }\nbackbone: { cidr: 10.1.10.0/24 }\n"
                    + "cellar: { cidr: 10.9.0.0/24 }",
                hosts: "s: { role: sentry, internet: 198.51.100.11, backbone: 10.1.10.61, cellar: 10.9.0.61 }\n"
                    + "v: { role: validator, backbone: 10.1.10.51, cellar: 10.9.0.51 }"
            )
        ),
        DiagnosticInfo(
            .relayOnPublicSegment,
            .error,
            "a relay is attached to a public segment",
            cause: "The host is a relay and has an address on a segment with 'public: true'.",
            reason:
                "A private server takes no inbound peers, so a relay is not private in the server's sense, and shows what "
                + "it knows to whoever reaches it (reference §6.3, §9 L6).",
            cure: "Remove the public address.",
            example: ExampleTopology.with(hosts: "r: { role: relay, backbone: 10.1.10.70, internet: 198.51.100.70 }")
        ),
        DiagnosticInfo(
            .sentriesAndRelays,
            .error,
            "a validator has both relays and sentries",
            cause: "Both 'relays' and 'sentries' name hosts.",
            reason: "A relay hides the validator from the sentries; a link of its own to a sentry would undo that.",
            cure: "Remove 'sentries', or write 'relays: []'.",
            example: ExampleTopology.with(
                hosts: "r: { role: relay, backbone: 10.1.10.70 }\n"
                    + "v: { role: validator, backbone: 10.1.10.51, relays: [r], sentries: [s-1] }"
            )
        ),
        DiagnosticInfo(
            .settingOfExternal,
            .error,
            "an external has a setting of our own hosts",
            cause: "'daemon', 'firewall', 'secrets' or 'ssh' stands on a host that is not ours.",
            reason: "Picket writes nothing for it, so the setting would have no effect.",
            cure: "Remove it, or give the host another role.",
            example: ExampleTopology.with(hosts: "p: { role: external, internet: 198.51.100.99, ssh: { user: me } }")
        ),
        DiagnosticInfo(
            .lonelyExternal,
            .warning,
            "nobody dials an external",
            cause: "No public server of its group is on a segment with it, or all of them choose other 'peers'.",
            reason: "An external is in the file to be dialled.",
            cure: "Put it into the group of a sentry or hub, or name it in 'peers'.",
            example: ExampleTopology.with(hosts: "p: { role: external, group: north, internet: 198.51.100.99 }")
        ),
        DiagnosticInfo(
            .selectsItself,
            .error,
            "a server chooses itself as a peer",
            cause: "'peers' names the host that it stands on.",
            reason: "A server that dials itself drops the link and logs a warning.",
            cure: "Remove the name.",
            example: ExampleTopology.only(hosts: "a: { role: sentry, internet: 198.51.100.11, peers: [a] }")
        ),
    ]
}
