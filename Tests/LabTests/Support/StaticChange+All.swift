import Compiler
import Verification

extension StaticChange {
    private static func rule(
        _ name: String,
        _ sample: StaticSample,
        _ host: String,
        after old: String,
        _ rule: String,
        breaks claim: StaticClaim.ID
    ) -> StaticChange {
        StaticChange(name, sample, host, old, "\(old)\n\t\t\(rule)", breaks: claim)
    }

    private static let established = "ct state established accept"
    private static let inputHook = "type filter hook input priority filter; policy drop;"
    private static let outputHook = "type filter hook output priority filter; policy drop;"
    private static let ceiling =
        "tcp dport 50333 ct count over 11 counter name \"strangers-refused\" drop comment \"strangers leave slots for those "
        + "that are meant to dial this host\"\n"
    private static let diallers = "ip saddr @own-diallers tcp dport 50333 accept"
    private static let inboundDropped = "\t\tcounter name \"inbound-dropped\" drop\n"

    /// A table of other people with one base chain.
    private static func table(_ family: String, _ chain: String, _ rules: String) -> String {
        "table \(family) other {\n\tchain c {\n\t\ttype \(chain);\n\t\t\(rules)\n\t}\n}"
    }

    static let all: [StaticChange] =
        unreachable + confined + links + open + slots + administration + ipv6 + foreign + boot

    private static let unreachable: [StaticChange] = [
        rule(
            "an accept in front",
            .quickstart,
            "validator-1",
            after: inputHook,
            "tcp dport 8080 accept",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "the tripwire accepts",
            .quickstart,
            "validator-1",
            "counter name \"peer-port-knocks\" drop",
            "counter name \"peer-port-knocks\" accept",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "no last drop and a policy flipped",
            .quickstart,
            "validator-1",
            inputHook,
            "type filter hook input priority filter; policy accept;\n\t\tip saddr 0.0.0.0/0 udp dport 5 return",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "established becomes established or new",
            .quickstart,
            "validator-1",
            established,
            "ct state { established, new } accept",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "invalid packets come in",
            .quickstart,
            "validator-1",
            established,
            "ct state { established, invalid } accept",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "related becomes any ICMP",
            .quickstart,
            "validator-1",
            "meta l4proto icmp ct state related accept",
            "meta l4proto icmp accept",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "the loopback match is missing",
            .quickstart,
            "validator-1",
            "iifname \"lo\" accept",
            "accept",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "the loopback match is a pattern",
            .quickstart,
            "validator-1",
            "iifname \"lo\" accept",
            "iifname \"lo*\" accept",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "administration is one bit wider",
            .rich,
            "v",
            "elements = { 203.0.113.16/28 }",
            "elements = { 203.0.113.0/27 }",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "administration reaches every port",
            .rich,
            "v",
            "ip saddr @administration tcp dport 22 accept",
            "ip saddr @administration accept",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "the port of ssh became a range",
            .rich,
            "v",
            "ip saddr @administration tcp dport 22 accept",
            "ip saddr @administration tcp dport 22-23 accept",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "monitoring from everywhere",
            .rich,
            "v",
            "ip saddr @monitoring tcp dport 9100 accept",
            "tcp dport 9100 accept",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "one dialler of a relay too many",
            .rich,
            "r",
            "elements = { 10.1.10.51 }",
            "elements = { 10.1.10.51, 10.1.10.52 }",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "an accept that is seldom",
            .quickstart,
            "validator-1",
            established,
            established + "\n\t\tlimit rate 1/day accept",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "an accept behind a jump",
            .quickstart,
            "validator-1",
            "\tchain input {\n\t\t" + inputHook,
            "\tchain helper {\n\t\tudp sport 53 accept\n\t}\n\n\tchain input {\n\t\t" + inputHook + "\n\t\tjump helper",
            breaks: .validatorUnreachable
        ),
    ]

    private static let confined: [StaticChange] = [
        rule(
            "an accept in front",
            .quickstart,
            "validator-1",
            after: outputHook,
            "udp dport 53 accept",
            breaks: .validatorConfined
        ),
        StaticChange(
            "the last drop is gone and the policy flipped",
            .quickstart,
            "validator-1",
            "\t\tcounter name \"outbound-dropped\" drop\n",
            "\t\taccept\n",
            breaks: .validatorConfined
        ),
        StaticChange(
            "a link to any port",
            .quickstart,
            "validator-1",
            "ip daddr . tcp dport @links accept",
            "ip daddr { 10.1.10.55, 10.1.10.56 } accept",
            breaks: .validatorConfined
        ),
        StaticChange(
            "a link that nobody meant",
            .quickstart,
            "validator-1",
            "10.1.10.55 . 50333",
            "10.1.10.55 . 50333, 198.51.100.9 . 50333",
            breaks: .validatorConfined
        ),
        StaticChange(
            "egress by the other protocol",
            .rich,
            "v",
            "ip daddr @egress-ntp udp dport 123 accept",
            "ip daddr @egress-ntp tcp dport 123 accept",
            breaks: .validatorConfined
        ),
        StaticChange(
            "egress to everywhere",
            .rich,
            "v",
            "ip daddr @egress-ntp udp dport 123 accept",
            "udp dport 123 accept",
            breaks: .validatorConfined
        ),
        StaticChange(
            "it forwards",
            .quickstart,
            "validator-1",
            "\t\tcounter name \"forward-dropped\" drop\n",
            "\t\tct state established accept\n",
            breaks: .validatorConfined
        ),
    ]

    private static let links: [StaticChange] = [
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
            "s-2",
            diallers,
            "ip saddr 192.0.2.1 tcp dport 50333 accept",
            breaks: .linksPermitted
        ),
        StaticChange(
            "a jump to an empty chain",
            .rich,
            "r",
            "ip saddr @own-diallers tcp dport 50333 accept",
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

    private static let open: [StaticChange] = [
        StaticChange(
            "strangers are dropped",
            .quickstart,
            "sentry-1",
            "tcp dport 50333 accept comment \"peers, from anywhere\"",
            "tcp dport 50333 drop",
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

    private static let slots: [StaticChange] = [
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
            ceiling + "\t\ttcp dport 50333 accept",
            "tcp dport 50333 accept\n\t\t" + ceiling,
            breaks: .slotsReserved
        ),
        StaticChange(
            "the ceiling is for one half of the strangers",
            .quickstart,
            "sentry-1",
            "tcp dport 50333 ct count over 11",
            "ip saddr 0.0.0.0/1 tcp dport 50333 ct count over 11",
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

    private static let administration: [StaticChange] = [
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
            "tcp dport 50333 accept comment \"peers, from anywhere\"",
            "tcp dport 50333-50334 accept",
            breaks: .adminClosed
        ),
        StaticChange(
            "the peer port over UDP",
            .quickstart,
            "sentry-1",
            "tcp dport 50333 accept comment \"peers, from anywhere\"",
            "th dport 50333 accept",
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
            "ip saddr @administration tcp dport 2222 accept",
            "ip saddr @administration tcp dport 22 accept",
            breaks: .adminReachable
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
            "ip saddr @administration tcp dport 22 accept",
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

    private static let ipv6: [StaticChange] = [
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
            "oifname \"lo\" accept\n\t\tmeta nfproto ipv6",
            "oifname \"lo\" accept\n\t\tmeta nfproto ipv4 ct state untracked",
            breaks: .ipv6Closed
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

    private static let foreign: [StaticChange] = [
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

    private static let boot: [StaticChange] = [
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

    /// The claim that each is about is one that it could seem to break.
    static let harmless: [StaticChange] = [
        StaticChange(
            "an accept in an earlier table, which a later one overrules",
            .quickstart,
            "validator-1",
            "",
            table("inet", "filter hook input priority -10; policy accept", "tcp dport 22 accept;"),
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "an accept that comes after the drop",
            .quickstart,
            "validator-1",
            inboundDropped,
            inboundDropped + "\t\ttcp dport 22 accept\n",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "a chain that nobody jumps to",
            .quickstart,
            "validator-1",
            "\tchain input {",
            "\tchain unused {\n\t\taccept\n\t}\n\n\tchain input {",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "a lower ceiling",
            .quickstart,
            "sentry-1",
            "ct count over 11",
            "ct count over 3",
            breaks: .slotsReserved
        ),
        StaticChange(
            "a policy that nothing reaches",
            .quickstart,
            "validator-1",
            inputHook,
            "type filter hook input priority filter; policy accept;",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "translation of somebody else's network",
            .quickstart,
            "validator-1",
            "",
            table("ip", "nat hook postrouting priority 100", "ip saddr 172.17.0.0/16 masquerade;"),
            breaks: .linksPermitted
        ),
    ]
}
