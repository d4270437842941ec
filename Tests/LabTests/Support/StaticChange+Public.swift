import Compiler
import Verification

/// Changes to what a public server owes to strangers.
extension StaticChange {
    private static let proxied = "ct state invalid,new,untracked counter synproxy mss 1460 wscale 7 timestamp sack-perm"

    private static let proxies: [StaticChange] = [
        StaticChange(
            "ends of handshakes go past the SYN proxy",
            .rich,
            "hub",
            proxied,
            proxied.replacing("invalid,new,untracked", with: "untracked"),
            breaks: .sentryOpen
        ),
        StaticChange(
            "new ends of handshakes go past the SYN proxy",
            .rich,
            "hub",
            proxied,
            proxied.replacing("invalid,new,untracked", with: "invalid,untracked"),
            breaks: .sentryOpen
        ),
        StaticChange(
            "the SYN proxy takes what is connected for handshakes",
            .rich,
            "hub",
            proxied,
            proxied.replacing("ct state invalid,new,untracked ", with: ""),
            breaks: .sentryOpen
        ),
        StaticChange("nobody answers what is not tracked", .rich, "hub", proxied, "counter", breaks: .sentryOpen),
        .rule(
            "what the SYN proxy has opened does not get to the server",
            .rich,
            "hub",
            after: inputHook,
            "iifname \"lo\" tcp dport 5050 drop",
            breaks: .sentryOpen
        ),
        .rule(
            "the SYN proxy cannot open what it has shaken hands with",
            .rich,
            "hub",
            after: outputHook,
            "oifname \"lo\" tcp dport 5050 drop",
            breaks: .sentryOpen
        ),
    ]

    static let open: [StaticChange] =
        proxies + [
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
