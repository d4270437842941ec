import Compiler
import Verification

/// Changes to what a public server owes to strangers.
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
}
