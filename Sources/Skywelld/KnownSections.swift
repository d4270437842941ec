/// The section names that the server looks for, all lower case. Every other section is ignored without a word.
///
/// Source: skywelld reference §8.3.
package enum KnownSections {
    package static let names: Set<String> = [
        "account_probe_max", "amendments", "cluster_nodes", "database_path", "debug_logfile", "elb_support",
        "fee_accountid", "fetch_depth", "import_db", "insight", "ips", "ips_fixed", "issuer_accountid",
        "ledger_history", "manager_accountid", "mysql_config", "network_quorum", "node_db", "node_seed", "node_size",
        "overlay", "peer_private", "peers_max", "rpc_startup", "server", "sntp_servers", "ssl_verify",
        "ssl_verify_dir", "ssl_verify_file", "temp_db", "validation_quorum", "validation_seed", "validators",
        "validators_file", "validators_site", "websocket_ping_frequency",
    ]

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
