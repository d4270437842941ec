import Compiler
import Verification

/// Changes to what a public server owes to strangers.
extension StaticChange {
    static let open: [StaticChange] = [
        StaticChange("strangers get no answer", .quickstart, "sentry-1", inputHook, inputHook, breaks: .sentryOpen)
            .declaring(
                "\tchain answers-cut {\n\t\ttype filter hook output priority -10; policy accept;\n"
                    + "\t\tip daddr != 10.1.10.0/24 tcp sport 50333 drop\n\t}\n\n"
            ),
        StaticChange(
            "strangers are dropped once they are connected",
            .quickstart,
            "sentry-1",
            inputHook,
            inputHook,
            breaks: .sentryOpen
        )
        .declaring(
            "\tchain cut {\n\t\ttype filter hook input priority -10; policy accept;\n"
                + "\t\tct state established ip saddr != 10.1.10.0/24 tcp dport 50333 drop\n\t}\n\n"
        ),
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
