import Compiler
import Verification

/// Changes to what a public server owes to strangers, and keeps from them.
extension StaticChange {
    static let open: [StaticChange] = [
        StaticChange(
            "strangers are dropped",
            .quickstart,
            "sentry-1",
            "counter accept comment \"peers, from anywhere\"",
            "drop",
            breaks: .sentryOpen
        ),
        StaticChange(
            "half of the Internet is dropped",
            .quickstart,
            "sentry-1",
            established,
            established + "\n\t\tip saddr 128.0.0.0/1 drop",
            breaks: .sentryOpen
        ),
        StaticChange(
            "the peer port is sent elsewhere",
            .quickstart,
            "sentry-1",
            "",
            table("ip", "nat hook prerouting priority -100", "tcp dport 50333 dnat to 192.0.2.1:80;"),
            breaks: .sentryOpen
        ),
    ]

    static let slots: [StaticChange] = [
        StaticChange("the ceiling is gone", .quickstart, "sentry-1", ceiling, "\n", breaks: .slotsReserved),
        StaticChange(
            "the ceiling is raised",
            .quickstart,
            "sentry-1",
            "ct count over 11",
            "ct count over 12",
            breaks: .slotsReserved
        ),
        StaticChange(
            "the ceiling stands behind the accept",
            .quickstart,
            "sentry-1",
            ceiling + "\t\tcounter accept comment \"peers, from anywhere\"\n",
            "counter accept\n\t\t" + ceiling,
            breaks: .slotsReserved
        ),
        StaticChange(
            "the ceiling is for one half of the strangers",
            .quickstart,
            "sentry-1",
            "ct count over 11",
            "ip saddr 0.0.0.0/1 ct count over 11",
            breaks: .slotsReserved
        ),
        StaticChange(
            "own diallers fall under the ceiling",
            .quickstart,
            "sentry-1",
            diallers,
            "ip saddr 192.0.2.1 tcp dport 50333 accept",
            breaks: .slotsReserved
        ),
        StaticChange(
            "a handshake that the proxy completed counts as the host's own",
            .rich,
            "hub",
            "iifname \"lo\" ip saddr != @own-addresses tcp dport 5050 ct state invalid,new,untracked goto strangers",
            "",
            breaks: .slotsReserved
        ),
        StaticChange(
            "a port goes past the chain of strangers",
            .quickstart,
            "sentry-1",
            "tcp dport 50333 goto strangers",
            "tcp dport 50333 accept",
            breaks: .slotsReserved
        ),
        StaticChange(
            "the ceiling counts and does not drop",
            .quickstart,
            "sentry-1",
            "ct count over 11 counter name \"strangers-refused\" drop",
            "ct count over 11 counter name \"strangers-refused\"",
            breaks: .slotsReserved
        ),
        StaticChange(
            "strangers count as our own",
            .quickstart,
            "sentry-1",
            "elements = { 10.1.10.51 }",
            "elements = { 10.1.10.51, 192.0.2.77 }",
            breaks: .slotsReserved
        ),
    ]
}
