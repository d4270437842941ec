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
