import Compiler
import Verification

/// Changes to what a public server keeps from strangers.
extension StaticChange {
    private static let ceiling =
        "tcp dport 50333 add @strangers-11 { tcp dport ct count over 11 } goto strangers-refused comment \"strangers leave "
        + "slots for those that are meant to dial this host\"\n"
    private static let exempt =
        "ip saddr @own-diallers tcp dport 50333 counter accept comment \"those that are meant to dial this host have slots of "
        + "their own\"\n"
    private static let hook = "type filter hook input priority filter + 10; policy accept;"
    private static let declared =
        "add set inet picket-slots strangers-11 { type inet_service; size 65535; flags dynamic; }\n"
    private static let flush = "flush table inet picket-slots\n"

    private static func sentry(_ name: String, _ old: String, _ new: String) -> StaticChange {
        StaticChange(name, .quickstart, "sentry-1", old, new, breaks: .slotsReserved)
    }

    static let slots: [StaticChange] = [
        sentry("the ceiling is gone", ceiling, "\n"),
        sentry("the ceiling is raised by one", "ct count over 11", "ct count over 12"),
        sentry("the ceiling is for another port", ceiling, ceiling.replacing("50333", with: "50334")),
        sentry("an accept stands before the ceiling", ceiling, "tcp dport 50333 accept\n\t\t\(ceiling)"),
        sentry("the ceiling is for one half of the strangers", ceiling, "ip saddr 0.0.0.0/1 \(ceiling)"),
        sentry("the ceiling is for new connections alone", ceiling, "ct state new \(ceiling)"),
        sentry(
            "what a helper announced is not counted",
            exempt,
            "ct state related accept\n\t\t\(exempt)"
        ),
        sentry("own diallers fall under the ceiling", exempt, "\n"),
        sentry("an own dialler is forgotten", exempt, exempt.replacing("@own-diallers", with: "192.0.2.1")),
        sentry(
            "strangers count as our own",
            exempt,
            "ip saddr { 10.1.10.51, 192.0.2.77 } tcp dport 50333 accept\n"
        ),
        sentry(
            "IPv6 is let in and not counted",
            "meta nfproto ipv6 counter name \"ipv6-dropped\" drop",
            "meta nfproto ipv6 tcp dport 50333 accept\n\t\tmeta nfproto ipv6 counter name \"ipv6-dropped\" drop"
        ).also(ceiling, "meta nfproto ipv4 \(ceiling)"),
        sentry(
            "the ceiling counts and does not drop",
            "counter name \"strangers-refused\" drop\n",
            "counter name \"strangers-refused\"\n"
        ),
        sentry("the ceiling is for each port of a stranger", "{ tcp dport ct count", "{ tcp sport ct count"),
        sentry(
            "another rule makes the element with a higher ceiling",
            exempt,
            "\(exempt)\t\tip saddr 192.0.2.1 tcp dport 50333 add @strangers-11 { tcp dport ct count over 500 } drop\n"
        ),
        sentry("packets never come to the ceiling", hook, hook.replacing("input", with: "forward")),
        sentry(
            "connections are counted before they are tracked",
            hook,
            "type filter hook prerouting priority -300; policy accept;"
        ).also("ct state established counter accept\n\t\t\(exempt)", exempt),
        sentry(
            "packets of strangers go untracked",
            hook,
            "\(hook)\n\t}\n\n\tchain raw {\n\t\ttype filter hook prerouting priority raw; policy accept;\n"
                + "\t\tip saddr != 10.0.0.0/8 tcp dport 50333 notrack\n\t}\n\n\tchain counted {\n\t\t\(hook)"
        ),
        sentry(
            "tracking forgets connections early",
            hook,
            "\(hook)\n\t}\n\n\tct timeout short {\n\t\tprotocol tcp\n\t\tl3proto ip\n\t\tpolicy = { established : 1, close : 1 }\n\t}\n\n"
                + "\tchain early {\n\t\ttype filter hook prerouting priority -150; policy accept;\n"
                + "\t\ttcp dport 50333 ct timeout set \"short\"\n\t}\n\n\tchain counted {\n\t\t\(hook)"
        ),
        sentry(
            "the set has room for one port",
            "\tset strangers-11 {\n\t\ttype inet_service\n\t\tsize 65535\n",
            "\tset strangers-11 {\n\t\ttype inet_service\n\t\tsize 1\n"
        ),
        sentry("the set keeps an older ceiling", "add @strangers-11 {", "add @strangers {")
            .also("\tset strangers-11 {\n", "\tset strangers {\n"),
        StaticChange(
            "the table of slots drops what no rule of it lets in",
            .rich,
            "s-1",
            hook,
            hook.replacing("policy accept", with: "policy drop"),
            breaks: .adminReachable
        ),
        StaticChange(
            "a handshake that the proxy completed counts as the host's own",
            .rich,
            "hub",
            "oifname \"lo\" ip saddr != @own-addresses tcp dport 5050 ct state invalid,new,untracked add @",
            "oifname \"lo\" ip saddr 192.0.2.1 tcp dport 5050 ct state invalid,new,untracked add @",
            breaks: .slotsReserved
        ),
    ]

    /// Breaks nothing, in a file that nobody knows.
    static let onePacketMore = StaticChange(
        "a larger burst of pings",
        .quickstart,
        "sentry-1",
        "burst 20 packets",
        "burst 21 packets",
        breaks: .sentryOpen
    )

    /// The count begins anew with each load of the file, while those who are connected stay.
    static let reloads: [StaticChange] = [
        sentry(
            "the file deletes the set that counts",
            flush,
            "\(declared)\(flush)delete set inet picket-slots strangers-11\n"
        ),
        sentry(
            "the file empties the set that counts",
            flush,
            "\(declared)\(flush)flush set inet picket-slots strangers-11\n"
        ),
        sentry(
            "the file deletes the element that counts",
            flush,
            "\(declared)\(flush)add element inet picket-slots strangers-11 { 50333 }\n"
                + "delete element inet picket-slots strangers-11 { 50333 }\n"
        ),
        sentry(
            "the file deletes the table of slots",
            "table inet picket-slots\n",
            "table inet picket-slots\ndelete table inet picket-slots\ntable inet picket-slots\n"
        ),
        sentry("the file empties everything", "table inet picket\n", "flush ruleset\ntable inet picket\n"),
        sentry("the ceiling is a rule's", ceiling, "tcp dport 50333 ct count over 11 goto strangers-refused\n"),
        sentry("the ceiling is in the table that is replaced", ceiling, "\n").declaring(
            "\tset held {\n\t\ttype inet_service\n\t\tsize 65535\n\t\tflags dynamic\n\t}\n\n\tchain moved {\n\t\t\(hook)\n"
                + "\t\tiifname \"lo\" accept\n\t\tct state established accept\n\t\tip saddr @own-diallers accept\n"
                + "\t\ttcp dport 50333 add @held { tcp dport ct count over 11 } drop\n\t}\n\n"
        ),
    ]
}
