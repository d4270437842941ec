/// The section names that the server looks for, all lower case. Every other section is ignored without a word.
///
/// Source: skywelld reference §8.3.
package enum KnownSections {
    /// Sorted by name. Source: skywelld reference §8.3.
    package static let all: [SectionInfo] = [
        SectionInfo(
            "account_probe_max",
            .integer,
            default: "10",
            .passedThrough,
            "how many accounts a search may probe"
        ),
        SectionInfo("amendments", .list, default: "none", .passedThrough, "amendments to vote for"),
        SectionInfo("cluster_nodes", .list, default: "none", .passedThrough, "nodes whose word is taken for ours"),
        SectionInfo("database_path", .text, default: "db beside the file", .shared, "the folder of the databases"),
        SectionInfo(
            "debug_logfile",
            .text,
            default: "none",
            .passedThrough,
            "the log file, which sets severity to debug"
        ),
        SectionInfo("elb_support", .flag, default: "0", .passedThrough, "answers of a load balancer's health check"),
        SectionInfo("fee_accountid", .text, default: "none", .passedThrough, "the account that receives fees"),
        SectionInfo(
            "fetch_depth",
            .choice(["full", "none"]),
            default: "full",
            .passedThrough,
            "how far back ledgers are served"
        ),
        SectionInfo(
            "import_db",
            .keyValues(Self.databaseKeys),
            default: "none",
            .passedThrough,
            "a database to import, with --import only"
        ),
        SectionInfo("insight", .keyValues([]), default: "off", .passedThrough, "where statistics are sent"),
        SectionInfo("ips", .list, default: "r.skywell.com 51235", .picket, "where to look for a first peer"),
        SectionInfo("ips_fixed", .list, default: "none", .picket, "peers to stay connected to"),
        SectionInfo("issuer_accountid", .text, default: "none", .passedThrough, "the account that issues the currency"),
        SectionInfo(
            "ledger_history",
            .choice(["full", "none"]),
            default: "256",
            .passedThrough,
            "how many past ledgers are kept"
        ),
        SectionInfo(
            "manager_accountid",
            .text,
            default: "none",
            .passedThrough,
            "the account that manages the network"
        ),
        SectionInfo(
            "mysql_config",
            .list,
            default: "none; the server does not start",
            .passedThrough,
            isSecret: true,
            "three connection strings: transactions, ledger, wallet"
        ),
        SectionInfo(
            "network_quorum",
            .integer,
            default: "0",
            .passedThrough,
            "fewer peers than this count as disconnected"
        ),
        SectionInfo(
            "node_db",
            .keyValues(Self.databaseKeys),
            default: "none; the server does not start",
            .shared,
            "the database of ledger objects"
        ),
        SectionInfo(
            "node_seed",
            .text,
            default: "random, kept in the wallet",
            .picket,
            isSecret: true,
            "the node's identity"
        ),
        SectionInfo(
            "node_size",
            .choice(["tiny", "small", "medium", "large", "huge"]),
            default: "tiny",
            .passedThrough,
            "how much is cached"
        ),
        SectionInfo(
            "overlay",
            .keyValues(["auto_connect", "become_superpeer", "expire"]),
            default: "expire = 0",
            .passedThrough,
            "details of the overlay"
        ),
        SectionInfo("peer_private", .flag, default: "0", .picket, "whether the node is hidden"),
        SectionInfo("peers_max", .integer, default: "21", .picket, "how many peers there may be"),
        SectionInfo("rpc_startup", .json, default: "none", .shared, "commands that run at start with the admin role"),
        SectionInfo(
            "server",
            .list,
            default: "none; the server does not start",
            .picket,
            "the names of the port sections"
        ),
        SectionInfo(
            "sntp_servers",
            .list,
            default: "the local clock",
            .passedThrough,
            "time servers, asked over UDP 123"
        ),
        SectionInfo("ssl_verify", .flag, default: "1", .passedThrough, "checks of the HTTPS client"),
        SectionInfo("ssl_verify_dir", .text, default: "none", .passedThrough, "certificates of the HTTPS client"),
        SectionInfo(
            "ssl_verify_file",
            .text,
            default: "none",
            .passedThrough,
            "certificates of the HTTPS client; read too late"
        ),
        SectionInfo(
            "temp_db",
            .keyValues(Self.databaseKeys),
            default: "none",
            .passedThrough,
            "a database for what is not kept"
        ),
        SectionInfo("validation_quorum", .integer, default: "1", .picket, "how many validations a ledger needs"),
        SectionInfo(
            "validation_seed",
            .text,
            default: "none: the server does not validate",
            .picket,
            isSecret: true,
            "the validator's identity"
        ),
        SectionInfo("validators", .list, default: "none", .picket, "the validation keys that are trusted, at most 50"),
        SectionInfo(
            "validators_file",
            .text,
            default: "validators.txt",
            .passedThrough,
            "a file with further trusted keys"
        ),
        SectionInfo("validators_site", .text, default: "none", .passedThrough, "a host to fetch trusted keys from"),
        SectionInfo(
            "websocket_ping_frequency",
            .integer,
            default: "300",
            .passedThrough,
            "seconds between WebSocket pings"
        ),
    ]

    private static let byName = Dictionary(uniqueKeysWithValues: Self.all.map { ($0.name, $0) })

    package static let names = Set(Self.byName.keys)

    /// What is known of a section; `nil` also for fees and path finding, of which the reference lists no names.
    package static func info(_ name: String) -> SectionInfo? {
        self.byName[name]
    }

    /// The keys of a database section. Source: skywelld reference §8.3.
    private static let databaseKeys: Set<String> = ["path", "type"]

    /// How the names of the settings for fees and path finding start; the reference does not list them one by one.
    private static let prefixes = ["fee_", "path_search"]

    /// Whether the server looks for a section of this name.
    package static func contains(_ name: String) -> Bool {
        self.names.contains(name) || self.prefixes.contains { name.hasPrefix($0) }
    }

    /// The keys of a port section, and so of `[server]`. Source: skywelld reference §8.2.
    package static let portKeys: Set<String> = [
        "admin", "admin_password", "admin_user", "ip", "password", "port", "protocol", "ssl_cert", "ssl_chain",
        "ssl_key", "user",
    ]

    /// The further keys of `[server]`. Source: skywelld reference §8.2.
    package static let serverKeys: Set<String> = ["streaming", "use_coroutines"]

    /// How some more keys of `[server]` end; the reference does not list them one by one.
    package static let serverKeySuffix = "_yield_count"
}
