import Compiler
import Verification

/// Changes around the rules: other tables, and the unit that loads them.
extension StaticChange {
    static let foreign: [StaticChange] = [
        StaticChange(
            "another table drops a link",
            .quickstart,
            "validator-1",
            "",
            table("inet", "filter hook output priority -10", "ip daddr 10.1.10.55 drop;"),
            breaks: .noForeignInterference
        ),
        StaticChange(
            "another table drops by policy",
            .rich,
            "s-2",
            "",
            table("ip", "filter hook input priority 10; policy drop", "tcp dport 50333 accept;"),
            breaks: .noForeignInterference
        ),
        StaticChange(
            "another table stops tracking",
            .quickstart,
            "sentry-1",
            "",
            table("ip", "filter hook output priority -300", "notrack;"),
            breaks: .noForeignInterference
        ),
    ]

    /// A command more of the unit that loads the rules.
    private static func unit(_ name: String, _ line: String) -> StaticChange {
        StaticChange(
            name,
            .quickstart,
            "sentry-1",
            in: .firewallUnit,
            "RemainAfterExit=yes",
            "RemainAfterExit=yes\n\(line)",
            breaks: .slotsReserved
        )
    }

    static let boot: [StaticChange] = [
        StaticChange(
            "other rules are loaded",
            .quickstart,
            "validator-1",
            in: .firewallUnit,
            "ExecStart=/usr/sbin/nft -f /etc/picket/picket.nft",
            "ExecStart=/usr/sbin/nft -f /etc/nftables.conf",
            breaks: .bootSafe
        ),
        StaticChange(
            "what an older file put into a set of the slots' table stays",
            .quickstart,
            "sentry-1",
            "delete set inet picket-slots own-diallers\n",
            "",
            breaks: .bootSafe
        ),
        StaticChange(
            "they are loaded too late",
            .quickstart,
            "validator-1",
            in: .firewallUnit,
            "Before=network-pre.target",
            "After=network-pre.target",
            breaks: .bootSafe
        ),
        StaticChange(
            "stopping opens the host",
            .quickstart,
            "sentry-1",
            in: .firewallUnit,
            "RemainAfterExit=yes",
            "RemainAfterExit=yes\nExecStop=/usr/sbin/nft flush ruleset",
            breaks: .bootSafe
        ),
        unit("starting it deletes what is kept", "ExecStartPre=/usr/sbin/nft delete table inet picket-slots"),
        unit("reloading it empties the set that counts", "ExecReload=-/usr/sbin/nft flush set inet picket-slots held"),
        unit("stopping it empties everything", "ExecStop=/usr/sbin/nft flush ruleset"),
        unit("it loads another file first", "ExecStart=/usr/sbin/nft -f /etc/nftables.conf"),
        unit("it starts a program of somebody's", "ExecStartPost=/usr/local/sbin/after-rules"),
        StaticChange(
            "nothing starts the unit",
            .quickstart,
            "sentry-1",
            in: .firewallUnit,
            "WantedBy=sysinit.target",
            "",
            breaks: .bootSafe
        ),
    ]
}
