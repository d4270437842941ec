extension Language {
    static let trust = MapDescription(
        "trust",
        "'trust'",
        "Whose validations the servers believe. The file's own validators need no mention.",
        keys: [
            KeyDescription(
                "scope",
                .choice("a scope", Trust.Scope.allCases.map(\.rawValue)),
                default: Trust.Scope.network.rawValue,
                "which of the file's own validators a server trusts: all, or those of its group",
                example: "scope: network"
            ),
            KeyDescription(
                "validators",
                .map(Self.foreignValidators),
                "validators that are not ours, trusted by every server",
                example: "validators: { partner-a: n94a1u4rAz288pZLtw6yFWVbi89YamiC6JBXPVUr5zmExe5fTVg9 }"
            ),
            KeyDescription(
                "quorum",
                .number(1...50),
                default: "80 % of the trusted validators, rounded up",
                "how many validations a ledger needs",
                example: "quorum: 5"
            ),
        ]
    )

    static let foreignValidators = MapDescription(
        "trust.validators",
        "'validators'",
        "Validation public keys by name. The names are for people only.",
        others: .init(
            "NAME",
            pattern: "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
            KeyDescription(
                "NAME",
                .validationKey,
                "the validator's public key, which begins with n",
                example: "partner-a: n94a1u4rAz288pZLtw6yFWVbi89YamiC6JBXPVUr5zmExe5fTVg9"
            )
        )
    )

    static let secrets = MapDescription(
        "secrets",
        "'secrets'",
        "Where seeds come from: the key store, or a reference. A seed itself never stands in a topology.",
        keys: [
            KeyDescription(
                "store",
                .text("a path"),
                default: SecretSettings.defaultStore,
                "the folder of the key store, counted from the topology's",
                example: "store: keys"
            ),
            KeyDescription(
                "node_seed",
                .secret,
                default: "from the key store",
                isTemplate: true,
                "where the node's seed comes from",
                example: "node_seed: file:secrets/node.seed"
            ),
            KeyDescription(
                "validation_seed",
                .secret,
                default: "from the key store",
                isTemplate: true,
                "where a validator's validation seed comes from",
                example: "validation_seed: env:VALIDATION_SEED"
            ),
        ]
    )

    static let ssh = MapDescription(
        "ssh",
        "'ssh'",
        "How to reach the real host. A host without it lives in the lab only.",
        keys: [
            KeyDescription(
                "address",
                .text("a host name or an address"),
                default: "the name of the host",
                isTemplate: true,
                "a name or an address; only ssh sees it",
                example: "address: 203.0.113.11"
            ),
            KeyDescription(
                "user",
                .text("a user"),
                default: "as ssh decides",
                "who logs in",
                example: "user: operator"
            ),
            KeyDescription("port", .port, default: "22", isTemplate: true, "the port of ssh", example: "port: 2222"),
            KeyDescription(
                "identity",
                .text("a path"),
                default: "as ssh decides",
                isTemplate: true,
                "the path of a private key",
                example: "identity: ~/.ssh/picket"
            ),
            KeyDescription(
                "jump",
                .text("hosts to go through"),
                default: "none",
                isTemplate: true,
                "hosts to go through, as 'ssh -J' takes them",
                example: "jump: operator@203.0.113.10"
            ),
        ]
    )
}
