import Compiler
import Verification

/// Changes to who reaches a host besides its peers.
extension StaticChange {
    private static let own = "ip saddr 10.2.0.8/29 tcp dport 9200 accept"

    private static let askedIn =
        "icmpv6 type { nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255"
    private static let askedOut =
        "icmpv6 type { nd-router-solicit, nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255"

    static let administration: [StaticChange] = [
        StaticChange(
            "one of the user's own rules stands before all others",
            .rich,
            "s-1",
            "\t\t\(own)\n",
            "",
            breaks: .adminClosed
        ).also(inputHook, "\(inputHook)\n\t\t\(own)"),
        StaticChange(
            "a set that one of the user's own rules asks was widened",
            .rich,
            "s-1",
            "set own-diallers {\n\t\ttype ipv4_addr\n\t\telements = { ",
            "set own-diallers {\n\t\ttype ipv4_addr\n\t\telements = { 10.9.9.9, ",
            breaks: .adminClosed
        ),
        StaticChange(
            "one of the user's own rules was widened",
            .rich,
            "s-1",
            own,
            own.replacing("/29", with: "/28"),
            breaks: .adminClosed
        ),
        StaticChange(
            "one of the user's own rules has moved to a chain that comes first",
            .rich,
            "s-1",
            "\t\t\(own)\n",
            "",
            breaks: .adminClosed
        ).also(inputHook, "\(inputHook)\n\t\tjump opened")
            .declaring("\tchain opened { \(own); }\n\n"),
        rule(
            "a port answers to all",
            .quickstart,
            "sentry-1",
            after: established,
            "tcp dport 22 accept",
            breaks: .adminClosed
        ),
        StaticChange(
            "the peer port became a range",
            .quickstart,
            "sentry-1",
            "tcp dport 50333 goto strangers",
            "tcp dport 50333-50334 goto strangers",
            breaks: .adminClosed
        ),
        StaticChange(
            "the peer port over UDP",
            .quickstart,
            "sentry-1",
            "tcp dport 50333 goto strangers",
            "th dport 50333 goto strangers",
            breaks: .adminClosed
        ),
        StaticChange(
            "a redirect to the peer port",
            .quickstart,
            "sentry-1",
            "",
            table("ip", "nat hook prerouting priority -100", "tcp dport 80 redirect to :50333;"),
            breaks: .adminClosed
        ),
        StaticChange(
            "administration from the neighbour's network",
            .rich,
            "s-1",
            "elements = { 203.0.113.16/28 }",
            "elements = { 203.0.113.16/28, 203.0.113.32/28 }",
            breaks: .adminClosed
        ),
        StaticChange("everything else is accepted", .rich, "s-2", inboundDropped, "\t\taccept\n", breaks: .adminClosed),
        StaticChange(
            "ssh at another port",
            .rich,
            "s-1",
            "ip saddr @administration tcp dport 2222 counter accept",
            "ip saddr @administration tcp dport 22 accept",
            breaks: .adminReachable
        ),
        StaticChange(
            "nobody's neighbour is found on the way in",
            .rich,
            "v",
            "\(askedIn) counter accept",
            "\(askedIn) ip6 saddr fe80::dead counter accept",
            breaks: .adminReachable
        ),
        StaticChange(
            "no neighbour is answered",
            .rich,
            "v",
            "\(askedOut) counter accept",
            "\(askedOut) counter drop",
            breaks: .adminReachable
        ),
        StaticChange(
            "neighbours are heard once a week",
            .rich,
            "v",
            "ip6 saddr limit rate over 100/second burst 200",
            "ip6 saddr limit rate over 1/week burst 1",
            breaks: .adminReachable
        ),
        StaticChange(
            "what answers neighbours looks as if a router had passed it on",
            .rich,
            "v",
            inputHook,
            inputHook,
            breaks: .adminReachable
        )
        .declaring(
            "\tchain px {\n\t\ttype filter hook postrouting priority 300; policy accept;\n"
                + "\t\ticmpv6 type nd-neighbor-advert ip6 hoplimit set 254\n\t}\n\n"
        ),
        StaticChange(
            "a source of administration is gone",
            .rich,
            "v",
            "elements = { 203.0.113.16/28 }",
            "elements = { 203.0.113.16/29 }",
            breaks: .adminReachable
        ),
        StaticChange(
            "administration is limited",
            .rich,
            "v",
            "ip saddr @administration tcp dport 22 counter accept",
            "ip saddr @administration tcp dport 22 limit rate 5/minute accept",
            breaks: .adminReachable
        ),
        rule(
            "answers to administration are dropped",
            .rich,
            "s-2",
            after: outputHook,
            "tcp sport 22 drop",
            breaks: .adminReachable
        ),
    ]

    static let ipv6: [StaticChange] = [
        StaticChange(
            "IPv6 is forgotten on the way in",
            .quickstart,
            "sentry-1",
            "meta nfproto ipv6 counter name \"ipv6-dropped\" drop comment \"this server speaks IPv4 only\"",
            "meta nfproto ipv4 ct state untracked drop",
            breaks: .ipv6Closed
        ),
        StaticChange(
            "IPv6 is forgotten on the way out",
            .quickstart,
            "sentry-1",
            "oifname \"lo\" counter accept\n\t\tmeta nfproto ipv6",
            "oifname \"lo\" counter accept\n\t\tmeta nfproto ipv4 ct state untracked",
            breaks: .ipv6Closed
        ),
        rule(
            "strangers are passed on to a private segment",
            .quickstart,
            "sentry-1",
            after: "type filter hook forward priority filter; policy drop;",
            "ip daddr 10.1.10.0/24 accept",
            breaks: .adminClosed
        ),
        rule(
            "IPv6 is passed on",
            .quickstart,
            "sentry-1",
            after: "type filter hook forward priority filter; policy drop;",
            "meta nfproto ipv6 accept",
            breaks: .ipv6Closed
        ),
        rule(
            "ICMPv6 answers",
            .quickstart,
            "validator-1",
            after: inputHook,
            "icmpv6 type echo-request accept",
            breaks: .ipv6Closed
        ),
    ]
}
