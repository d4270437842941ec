import Compiler
import Verification

/// Changes that cut a link.
extension StaticChange {
    /// A rule of a validator that sees what is sent behind all others.
    static func rewritten(_ name: String, _ rule: String, breaks claim: StaticClaim.ID) -> StaticChange {
        StaticChange(name, .quickstart, "validator-1", inputHook, inputHook, breaks: claim).declaring(
            "\tchain rewrite {\n\t\ttype filter hook output priority 100; policy accept;\n\t\t\(rule)\n\t}\n\n"
        )
    }

    /// A rule before tracking.
    private static func raw(_ name: String, _ host: String, _ hook: String, _ rule: String) -> StaticChange {
        StaticChange(name, .quickstart, host, inputHook, inputHook, breaks: .linksPermitted).declaring(
            "\tchain raw {\n\t\ttype filter hook \(hook) priority raw; policy accept;\n\t\t\(rule)\n\t}\n\n"
        )
    }

    /// What breaks connections, though every packet of them is let through.
    private static let breaking: [StaticChange] =
        ["tcp flags psh drop", "tcp flags fin drop"].map {
            .rule(
                "packets with data: \($0)",
                .quickstart,
                "validator-1",
                after: outputHook,
                $0,
                breaks: .linksPermitted
            )
        }
        + ["ip ttl set 1", "tcp window set 0", "tcp option timestamp tsval set 1", "ip checksum set 0"].map {
            .rule("broken by \($0)", .quickstart, "sentry-1", after: inputHook, $0, breaks: .linksPermitted)
        }
        + [
            StaticChange(
                "the link layer says they are for others",
                .quickstart,
                "sentry-1",
                "",
                "",
                breaks: .linksPermitted
            )
            .declaring(
                "\tchain kinds {\n\t\ttype filter hook prerouting priority 0; policy accept;\n"
                    + "\t\ttcp dport 50333 meta pkttype set multicast\n\t}\n\n"
            ),
            StaticChange(
                "connections are soon forgotten",
                .quickstart,
                "validator-1",
                outputHook,
                "\(outputHook)\n\t\ttcp dport 50333 ct timeout set \"short\"",
                breaks: .linksPermitted
            )
            .declaring("\tct timeout short { protocol tcp; l3proto ip; policy = { established : 2 }; }\n\n"),
        ]

    static let links: [StaticChange] =
        breaking + [
            diverted(breaks: .linksPermitted),
            rewritten(
                "links are written to a stranger",
                "tcp dport 50333 ip daddr set 198.51.100.77",
                breaks: .linksPermitted
            ),
            rewritten(
                "open links are written to a stranger",
                "ct state established ip daddr set 198.51.100.77",
                breaks: .linksPermitted
            ),
            rewritten("links lose count", "tcp sequence set 5", breaks: .linksPermitted),
            raw(
                "a validator's first packets are not tracked",
                "validator-1",
                "output",
                "tcp flags & (syn | ack) == syn notrack"
            ),
            raw(
                "what a validator sends is tracked in a zone of its own",
                "validator-1",
                "output",
                "tcp dport 50333 ct zone set 5"
            ),
            raw(
                "what a validator sends later is not tracked",
                "validator-1",
                "output",
                "tcp dport 50333 tcp flags & syn == 0 notrack"
            ),
            raw(
                "what comes later to a sentry is not tracked",
                "sentry-1",
                "prerouting",
                "tcp dport 50333 tcp flags & syn == 0 notrack"
            ),
            raw("what comes to a sentry is not tracked", "sentry-1", "prerouting", "tcp dport 50333 notrack"),
            StaticChange(
                "one link is missing",
                .quickstart,
                "validator-1",
                "10.1.10.55 . 50333,",
                "",
                breaks: .linksPermitted
            ),
            StaticChange(
                "a link at another port",
                .quickstart,
                "validator-1",
                "10.1.10.55 . 50333",
                "10.1.10.55 . 50334",
                breaks: .linksPermitted
            ),
            StaticChange(
                "no answers come in",
                .quickstart,
                "validator-1",
                established,
                "ct state related accept",
                breaks: .linksPermitted
            ),
            StaticChange(
                "answers are looked for in another zone",
                .quickstart,
                "validator-1",
                "\tchain input {",
                "\tchain early {\n\t\ttype filter hook prerouting priority raw\n\t\tct zone set 5\n\t}\n\n\tchain input {",
                breaks: .linksPermitted
            ),
            rule(
                "the other end closes early",
                .quickstart,
                "sentry-1",
                after: inputHook,
                "ip saddr 10.1.10.51 drop",
                breaks: .linksPermitted
            ),
            rule(
                "a chain that decides nothing is jumped to, then all is dropped",
                .quickstart,
                "sentry-1",
                after: outputHook,
                "ip daddr 10.1.10.51 reject",
                breaks: .linksPermitted
            ),
            StaticChange(
                "the rule of own diallers is gone",
                .rich,
                "s-1",
                diallers,
                "ip saddr 192.0.2.1 tcp dport 50333 accept",
                breaks: .linksPermitted
            ),
            StaticChange(
                "who comes in by the right interface is dropped as spoofed",
                .quickstart,
                "sentry-1",
                "fib saddr . iif oif missing counter",
                "fib saddr . iif oif exists counter",
                breaks: .linksPermitted
            ),
            StaticChange(
                "the other end counts as the host itself",
                .quickstart,
                "sentry-1",
                "elements = { 127.0.0.0/8,",
                "elements = { 127.0.0.0/8, 10.1.10.51,",
                breaks: .linksPermitted
            ),
            StaticChange(
                "a jump to an empty chain",
                .rich,
                "r",
                "ip saddr @own-diallers tcp dport 50333 counter accept",
                "ip saddr @own-diallers tcp dport 50333 jump nothing",
                breaks: .linksPermitted
            ).declaring("\tchain nothing {\n\t}\n\n"),
            StaticChange(
                "source addresses are translated",
                .quickstart,
                "validator-1",
                "",
                table("ip", "nat hook postrouting priority 100", "masquerade;"),
                breaks: .linksPermitted
            ),
            StaticChange(
                "a link is sent elsewhere",
                .quickstart,
                "validator-1",
                "",
                table("ip", "nat hook output priority -100", "tcp dport 50333 dnat to 192.0.2.1;"),
                breaks: .linksPermitted
            ),
            StaticChange(
                "answers are not tracked",
                .quickstart,
                "validator-1",
                "",
                table("inet", "filter hook prerouting priority -300", "tcp sport 50333 notrack;"),
                breaks: .linksPermitted
            ),
        ]
}
