import Compiler
import Verification

/// Changes that uncover a hidden host.
extension StaticChange {
    static let unreachable: [StaticChange] = [
        StaticChange(
            "strangers are refused with an answer",
            .quickstart,
            "validator-1",
            "counter name \"inbound-dropped\" drop",
            "counter name \"inbound-dropped\" reject with icmpx port-unreachable",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "somebody else's table refuses with an answer",
            .quickstart,
            "validator-1",
            "",
            table("inet", "filter hook input priority -10; policy accept", "tcp dport 22 reject with tcp reset;"),
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "a chain of the same priority refuses with an answer",
            .quickstart,
            "validator-1",
            "",
            table("inet", "filter hook input priority filter; policy accept", "tcp dport 22 reject;"),
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "a chain of the same priority leads to a refusal with an answer",
            .quickstart,
            "validator-1",
            inputHook,
            "\(inputHook)\n\t\tmeta mark 7 reject",
            breaks: .validatorUnreachable
        )
        .also(outputHook, "\(outputHook)\n\t\tip protocol icmp ct state related accept")
        .declaring(
            "\tchain early {\n\t\ttype filter hook input priority filter; policy accept;\n"
                + "\t\ttcp dport 99 meta mark set 7\n\t}\n\n"
        ),
        StaticChange(
            "of three chains of one priority one prepares an answer, and one hides it",
            .quickstart,
            "validator-1",
            inputHook,
            "\(inputHook)\n\t\tmeta mark 7 tcp dport 99 reject with icmp port-unreachable\n"
                + "\t\tip saddr 9.9.9.9 ct mark 99 jump sh",
            breaks: .validatorUnreachable
        )
        .also(outputHook, "\(outputHook)\n\t\tip protocol icmp ct state related accept")
        .declaring(
            "\tchain hide {\n\t\ttype filter hook input priority filter; policy accept;\n"
                + "\t\tct state new tcp dport vmap { 99 : jump sh }\n\t}\n\n"
                + "\tchain sh {\n\t\tct state new tcp dport vmap { 99 : drop }\n\t}\n\n"
        )
        .also(
            "\tchain forward {",
            "\tchain early {\n\t\ttype filter hook input priority filter; policy accept;\n"
                + "\t\ttcp dport 99 ct state new meta mark set 7\n\t}\n\n\tchain forward {"
        ),
        StaticChange(
            "what would pass is refused with an answer",
            .quickstart,
            "validator-1",
            "type filter hook forward priority filter; policy drop;",
            "type filter hook forward priority filter; policy drop;\n\t\treject",
            breaks: .validatorUnreachable
        ),
        rule(
            "an accept in front",
            .quickstart,
            "validator-1",
            after: inputHook,
            "tcp dport 8080 accept",
            breaks: .validatorUnreachable
        ),
        rule(
            "a mask with a value outside of it is different from everything",
            .quickstart,
            "validator-1",
            after: inputHook,
            "ip saddr & 128.0.0.0 != 1.0.0.0 ip saddr & 128.0.0.0 != 129.0.0.0 accept",
            breaks: .validatorUnreachable
        ),
        rule(
            "of two ports one has to be different",
            .quickstart,
            "validator-1",
            after: inputHook,
            "tcp dport 22 @th,0,32 != 0x00010016 accept",
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
            "an accept stands behind a drop whose counter is looked up, and missing",
            .quickstart,
            "validator-1",
            established,
            "tcp dport 50333 counter name ip saddr map { 203.0.113.254 : \"invalid-dropped\" } drop\n"
                + "\t\ttcp dport 50333 accept\n\t\t\(established)",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "an accept stands behind a drop for elements with a limit",
            .quickstart,
            "validator-1",
            established,
            "ip saddr @few tcp dport 50333 drop\n\t\ttcp dport 50333 accept\n\t\t\(established)",
            breaks: .validatorUnreachable
        ).declaring(
            "\tset few {\n\t\ttype ipv4_addr\n\t\tflags interval\n\t\tlimit rate 1/minute\n\t\telements = { 0.0.0.0/0 }\n\t}\n\n"
        ),
        StaticChange(
            "invalid packets come in",
            .quickstart,
            "validator-1",
            "ct state invalid counter name \"invalid-dropped\" drop",
            "ct state invalid accept",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "connections that a helper announces come in",
            .quickstart,
            "validator-1",
            established,
            "ct state established,related accept",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "related becomes any ICMP",
            .quickstart,
            "validator-1",
            "meta l4proto icmp ct state related counter accept",
            "meta l4proto icmp accept",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "the loopback match is missing",
            .quickstart,
            "validator-1",
            "iifname \"lo\" counter accept",
            "accept",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "the loopback match is a pattern",
            .quickstart,
            "validator-1",
            "iifname \"lo\" counter accept",
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
            "ip saddr @administration tcp dport 22 counter accept",
            "ip saddr @administration accept",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "the port of ssh became a range",
            .rich,
            "v",
            "ip saddr @administration tcp dport 22 counter accept",
            "ip saddr @administration tcp dport 22-23 accept",
            breaks: .validatorUnreachable
        ),
        StaticChange(
            "monitoring from everywhere",
            .rich,
            "v",
            "ip saddr @monitoring tcp dport 9100 counter accept",
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

    /// Most links of a validator lead to a stranger.
    static func diverted(breaks claim: StaticClaim.ID) -> StaticChange {
        StaticChange(
            "links lead to a stranger",
            .quickstart,
            "validator-1",
            "type filter hook output priority filter;",
            "type filter hook output priority mangle;",
            breaks: claim
        ).declaring(
            "\tchain divert {\n\t\ttype nat hook output priority -100; policy accept;\n"
                + "\t\tip daddr 10.1.10.55 tcp sport 40000-65535 dnat ip to 198.51.100.77:50333\n\t}\n\n"
        )
    }

    static let confined: [StaticChange] = [
        diverted(breaks: .validatorConfined),
        StaticChange(
            "a copy of everything goes to a stranger",
            .quickstart,
            "validator-1",
            "",
            table("ip", "filter hook output priority 100", "tcp dport 50333 dup to 198.51.100.77;"),
            breaks: .validatorConfined
        ),
        rewritten(
            "what it sends to itself goes elsewhere",
            "oifname \"lo\" tcp dport 9999 ip daddr set 198.51.100.77",
            breaks: .validatorConfined
        ),
        rewritten(
            "links are written to a stranger",
            "tcp dport 50333 ip daddr set 198.51.100.77",
            breaks: .validatorConfined
        ),
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
            "\t\tcounter name \"outbound-dropped\" reject with icmpx admin-prohibited\n",
            "\t\taccept\n",
            breaks: .validatorConfined
        ),
        StaticChange(
            "a link to any port",
            .quickstart,
            "validator-1",
            "ip daddr . tcp dport @links counter accept",
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
            "ip daddr @egress-ntp udp dport 123 counter accept",
            "ip daddr @egress-ntp tcp dport 123 accept",
            breaks: .validatorConfined
        ),
        StaticChange(
            "egress to everywhere",
            .rich,
            "v",
            "ip daddr @egress-ntp udp dport 123 counter accept",
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
}
