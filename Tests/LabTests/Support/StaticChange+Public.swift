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

    /// Rules beside the compiled ones by which no stranger's connection lasts, though each of its packets is let through.
    private static let touching: [StaticChange] = [
        (
            "answers to strangers are not tracked", "output", "raw",
            "ip daddr != 10.0.0.0/8 tcp sport 50333 tcp flags & (syn | ack) == (syn | ack) notrack"
        ),
        (
            "ports are written anew behind the last filter", "input", "300",
            "ip saddr != 10.0.0.0/8 tcp dport 50333 tcp dport set 50334"
        ),
        (
            "addresses are written anew behind the last filter", "input", "300",
            "ip saddr != 10.0.0.0/8 tcp dport 50333 ip daddr set 10.1.10.55"
        ),
        (
            "answers are sent to somebody else", "postrouting", "300",
            "tcp sport 50333 ip daddr != 10.0.0.0/8 ip daddr set 198.51.100.99"
        ),
        (
            "times in options are written anew", "input", "300",
            "ip saddr != 10.0.0.0/8 tcp dport 50333 tcp option timestamp tsval set 5"
        ),
        (
            "checksums are written anew", "output", "300",
            "tcp sport 50333 ip daddr != 10.0.0.0/8 ip checksum set 0"
        ),
        (
            "strangers are translated to somebody else", "prerouting", "dstnat",
            "ip saddr != 10.0.0.0/8 tcp dport 50333 dnat to 198.51.100.99"
        ),
    ].map { name, hook, priority, rule in
        let type = rule.contains("dnat") ? "nat" : "filter"
        return StaticChange(name, .quickstart, "sentry-1", inputHook, inputHook, breaks: .sentryOpen).declaring(
            "\tchain touching {\n\t\ttype \(type) hook \(hook) priority \(priority); policy accept;\n\t\t\(rule)\n\t}\n\n"
        )
    }

    private static let ofStrangers = "ip saddr != 10.0.0.0/8 tcp dport 50333"
    private static let toStrangers = "ip daddr != 10.0.0.0/8 tcp sport 50333"

    /// Ceilings that every connection is over, if not with its first packet, then with another one.
    private static let low: [StaticChange] =
        [
            ("every packet counts", "", "\(ofStrangers) limit rate over 1/week burst 1 packets drop"),
            (
                "every packet counts in a set", "type ipv4_addr; size 9; flags dynamic;",
                "\(ofStrangers) update @qs { ip saddr limit rate over 1/week burst 1 packets } drop"
            ),
            (
                "a set that one packet fills", "typeof tcp flags; size 1; flags dynamic;",
                "\(ofStrangers) add @qs { tcp flags } counter accept; \(ofStrangers) drop"
            ),
            (
                "a full set of which every address is",
                "type ipv4_addr; size 1; flags dynamic; elements = { 0.0.0.0 };",
                "\(ofStrangers) add @qs { ip saddr & 0.0.0.0 } drop"
            ),
            (
                "a limit that one packet meets twice", "type ipv4_addr; size 9; flags dynamic;",
                "\(ofStrangers) update @qs { ip saddr limit rate over 1/week burst 1 packets }; \(ofStrangers) "
                    + "update @qs { ip saddr limit rate over 30/minute burst 5 packets } drop"
            ),
            (
                "a set that one packet fills by itself", "type ipv4_addr; size 1; flags dynamic;",
                "\(ofStrangers) add @qs { ip daddr }; \(ofStrangers) add @qs { ip saddr } accept; \(ofStrangers) drop"
            ),
            (
                "what packets do not have", "typeof meta skuid; size 9; flags dynamic;",
                "\(ofStrangers) add @qs { meta skuid } accept; \(ofStrangers) drop"
            ),
            (
                "what is deleted from a full set", "type ipv4_addr; size 1; flags dynamic; elements = { 9.9.9.9 };",
                "\(ofStrangers) delete @qs { ip saddr } drop"
            ),
        ].map { name, set, rule in
            StaticChange(name, .quickstart, "sentry-1", inputHook, "\(inputHook)\n\t\t\(rule)", breaks: .sentryOpen)
                .declaring(set.isEmpty ? "" : "\tset qs { \(set) }\n\n")
        } + [
            rule(
                "connections that one packet counts twice",
                .quickstart,
                "sentry-1",
                after: inputHook,
                "\(ofStrangers) ct state new jump lim; \(ofStrangers) ct state new jump lim",
                breaks: .sentryOpen
            ).declaring("\tchain lim { ct count over 1 drop; }\n\n"),
            rule(
                "a chain that one packet meets twice",
                .quickstart,
                "sentry-1",
                after: inputHook,
                "\(ofStrangers) jump lim; \(ofStrangers) jump lim",
                breaks: .sentryOpen
            ).declaring("\tchain lim { limit rate over 1/week burst 1 packets drop; }\n\n"),
            .rule(
                "every answer counts",
                .quickstart,
                "sentry-1",
                after: outputHook,
                "\(toStrangers) limit rate over 1/week burst 1 packets drop",
                breaks: .sentryOpen
            ),
        ]

    /// Beside a rule of the user's own that drops by who sends.
    private static let besideOwn: [StaticChange] = [
        ("tcp sport 50333 meta skuid 0 drop", StaticClaim.ID.sentryOpen),
        ("tcp sport 50333 drop", .sentryOpen),
        ("ip daddr 10.2.0.0/16 tcp sport 50333 meta skuid 0 drop", .linksPermitted),
        ("tcp sport 2222 meta skuid 0 drop", .adminReachable),
        ("tcp sport 2222 ip checksum set 0", .adminReachable),
        ("ip daddr 10.2.0.0/16 tcp sport 50333 ip checksum set 0", .linksPermitted),
    ].map { rule, claim in
        .rule("beside own drops: \(rule)", .rich, "s-1", after: outputHook, rule, breaks: claim)
    }

    /// What a handshake needs after its first packet, behind a SYN proxy.
    private static let proxiedLow: [StaticChange] = [
        StaticChange(
            "a handshake counts twice",
            .rich,
            "hub",
            proxied,
            "\(proxied.split(separator: "counter")[0])ct count over 1 drop\n\t\ttcp dport 5050 \(proxied)",
            breaks: .sentryOpen
        ),
        StaticChange(
            "a handshake uses up a limit by its first packet",
            .rich,
            "hub",
            proxied,
            "\(proxied.split(separator: "counter")[0])limit rate over 1/week burst 1 packets drop\n\t\ttcp dport 5050 \(proxied)",
            breaks: .sentryOpen
        ),
    ]

    static let open: [StaticChange] =
        proxies + touching + low + proxiedLow + besideOwn + [
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
