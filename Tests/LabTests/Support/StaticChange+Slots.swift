import Compiler
import Verification

/// Changes to what a public server keeps from strangers.
extension StaticChange {
    private static let exempt =
        "ip saddr @own-diallers tcp dport 50333 counter accept comment \"those that are meant to dial this host have slots of "
        + "their own\"\n"
    /// In the table of slots: the other one has such a rule as well.
    private static let strangers = "\(exempt)\t\ttcp dport 50333 goto strangers\n"
    private static let from = "ip saddr . tcp sport . ip daddr . tcp dport"
    private static let to = "ip daddr . tcp dport . ip saddr . tcp sport"
    static let keeping =
        "update @slots-11 { \(from) timeout 2m10s } counter accept comment \"holds a slot, or takes a free one\""
    static let answering = "update @slots-11 { \(to) timeout 2m10s } counter accept"
    static let ending = "tcp flags fin update @slots-11 { \(to) timeout 1s } counter accept\n"
    private static let closing = "tcp flags fin update @closed { \(to) timeout 30s }\n"
    private static let closed = "tcp flags ack / syn,ack \(from) @closed counter accept"
    private static let answers = "tcp sport 50333 goto answers\n"
    static let opening =
        "tcp flags syn / fin,syn,rst,ack add @slots-11 { \(from) timeout 10s } counter accept"
    static let reopened =
        "tcp flags syn / fin,syn,rst,ack \(from) @closed update @slots-11 { \(from) timeout 2m10s } counter accept comment "
        + "\"another one from the port of that\"\n"
    private static let refused = "counter name \"strangers-refused\" drop\n"
    private static let reset = "meta l4proto tcp counter name \"strangers-refused\" reject with tcp reset"
    private static let hook = "type filter hook input priority filter + 10; policy accept;"
    static let type = "type ipv4_addr . inet_service . ipv4_addr . inet_service"
    private static let declared = "add set inet picket-slots slots-11 { \(type); size 11; flags dynamic,timeout; }\n"
    private static let flush = "flush table inet picket-slots\n"

    private static func sentry(_ name: String, _ old: String, _ new: String) -> StaticChange {
        StaticChange(name, .quickstart, "sentry-1", old, new, breaks: .slotsReserved)
    }

    static let slots: [StaticChange] = [
        sentry("strangers need no slot", keeping, "counter accept"),
        sentry(
            "there is a slot more",
            "set slots-11 {\n\t\t\(type)\n\t\tsize 11\n",
            "set slots-12 {\n\t\t\(type)\n\t\tsize 12\n"
        )
        .also(keeping, keeping.replacing("11", with: "12")).also(reopened, reopened.replacing("11", with: "12")).also(
            opening,
            opening.replacing("11", with: "12")
        ).also(ending, ending.replacing("11", with: "12"))
        .also(answering, answering.replacing("11", with: "12")),
        sentry("the set keeps an older size", "\t\tsize 11\n", "\t\tsize 12\n"),
        sentry("the set has the size that nft takes", "\t\tsize 11\n", ""),
        sentry("the slots are another port's", strangers, strangers.replacing("50333 goto", with: "50334 goto")),
        sentry("an accept stands before the slots", strangers, "tcp dport 50333 accept\n\t\t\(strangers)"),
        sentry(
            "slots are for one half of the strangers",
            strangers,
            strangers.replacing("tcp dport 50333 goto", with: "ip saddr 0.0.0.0/1 tcp dport 50333 goto")
        ),
        sentry(
            "slots are for new connections alone",
            strangers,
            strangers.replacing("tcp dport 50333 goto", with: "ct state new tcp dport 50333 goto")
        ),
        sentry("what a helper announced needs no slot", exempt, "ct state related accept\n\t\t\(exempt)"),
        sentry("what is established needs no slot", strangers, "ct state established accept\n\t\t\(strangers)"),
        sentry(
            "one ping makes a stranger our own",
            strangers,
            "icmp type echo-request jump { add @own-diallers { ip saddr }; }\n\t\t\(strangers)"
        ).also(
            "flags dynamic,timeout\n\t}\n\n\tset own-diallers {\n\t\ttype ipv4_addr\n",
            "flags dynamic,timeout\n\t}\n\n\tset own-diallers {\n\t\ttype ipv4_addr\n\t\tsize 65535\n\t\tflags dynamic\n"
        ),
        sentry("own diallers need slots of strangers", exempt, "\n"),
        sentry("an own dialler is forgotten", exempt, exempt.replacing("@own-diallers", with: "192.0.2.1")),
        sentry(
            "strangers count as our own",
            exempt,
            "ip saddr { 10.1.10.51, 192.0.2.77 } tcp dport 50333 accept\n"
        ),
        sentry(
            "IPv6 is let in and needs no slot",
            "meta nfproto ipv6 counter name \"ipv6-dropped\" drop",
            "meta nfproto ipv6 tcp dport 50333 accept\n\t\tmeta nfproto ipv6 counter name \"ipv6-dropped\" drop"
        ).also(strangers, strangers.replacing("tcp dport 50333 goto", with: "meta nfproto ipv4 tcp dport 50333 goto")),
        sentry("who has no slot is counted and not dropped", refused, "counter name \"strangers-refused\"\n"),
        sentry("packets never come to the slots", hook, hook.replacing("input", with: "forward")),
        sentry(
            "who opens again is looked for in another set",
            reopened,
            reopened.replacing("@closed", with: "@never")
        ).also("\tset closed {\n", "\tset never {\n\t\t\(type)\n\t}\n\n\tset closed {\n"),
        sentry("an opening packet takes no slot for long when the last connection is closing", reopened, ""),
        sentry("an opening packet shortens the time of a slot", opening, opening.replacing("add @", with: "update @")),
        sentry(
            "any packet takes a slot for a short time",
            opening,
            opening.replacing("tcp flags syn / fin,syn,rst,ack ", with: "")
        ),
        // What the server sends.
        sentry("answers need no slot", answers, "\n"),
        sentry(
            "answers of established connections need no slot",
            answers,
            "ct state established accept\n\t\t\(answers)"
        ),
        sentry("answers pass without a slot", reset, "counter accept\n\t\t\(reset)"),
        sentry("answers keep no slot", answering, "\(to) @slots-11 counter accept"),
        // Who takes a connection out.
        sentry("a slot is free while the server waits", keeping, keeping.replacing("2m10s", with: "1m")),
        sentry(
            "a stranger's FIN gives his slot back",
            keeping,
            "tcp flags fin update @slots-11 { \(from) timeout 1s } counter accept\n\t\t\(keeping)"
        ),
        sentry(
            "a stranger's RST takes his connection out",
            keeping,
            "tcp flags rst delete @slots-11 { \(from) } accept\n\t\t\(keeping)"
        ),
        sentry("an RST gives a slot back", ending, ending.replacing("fin", with: "fin,rst")),
        sentry("any answer gives a slot back", ending, ending.replacing("tcp flags fin ", with: "")),
        sentry("packets from outside come to where slots are given back", strangers, "\(strangers)\t\tgoto answers\n"),
        sentry(
            "a stranger says that the server has closed his connection",
            closed,
            "tcp flags fin update @closed { \(from) timeout 30s }\n\t\t\(closed)"
        ),
        sentry("what has been closed may open again", closed, closed.replacing("tcp flags ack / syn,ack ", with: "")),
        sentry("what has been closed stays so for an hour", closing, closing.replacing("30s", with: "59m")),
        sentry(
            "others may be in the set of what has been closed",
            "\tset closed {\n\t\t\(type)\n\t\tsize 65535\n\t\tflags dynamic,timeout\n",
            "\tset closed {\n\t\t\(type)\n\t\tsize 65535\n\t\tflags dynamic,timeout\n"
                + "\t\telements = { 192.0.2.77 . 40000 . 198.51.100.11 . 50333 timeout 0s }\n"
        ),
        sentry(
            "answers have other addresses than what they answer",
            "\tchain answers {\n",
            "\tchain rewritten {\n\t\ttype filter hook output priority -10; policy accept;\n"
                + "\t\ttcp sport 50333 tcp dport set 9\n\t}\n\n\tchain answers {\n"
        ),
        sentry(
            "connections are counted by tracking",
            keeping,
            "ct count over 11 \(refused)\t\tcounter accept"
        ),
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
            "oifname \"lo\" ip saddr != @own-addresses tcp dport 5050 goto strangers",
            "oifname \"lo\" ip saddr 192.0.2.1 tcp dport 5050 goto strangers",
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
            "the file deletes the set of slots",
            flush,
            "\(declared)\(flush)delete set inet picket-slots slots-11\n"
        ),
        sentry(
            "the file empties the set of slots",
            flush,
            "\(declared)\(flush)flush set inet picket-slots slots-11\n"
        ),
        sentry(
            "the file deletes an element of the set of slots",
            flush,
            "\(declared)\(flush)add element inet picket-slots slots-11 { 192.0.2.77 . 40000 . 198.51.100.11 . 50333 }\n"
                + "delete element inet picket-slots slots-11 { 192.0.2.77 . 40000 . 198.51.100.11 . 50333 }\n"
        ),
        sentry(
            "the file deletes the table of slots",
            "table inet picket-slots\n",
            "table inet picket-slots\ndelete table inet picket-slots\ntable inet picket-slots\n"
        ),
        sentry("the file empties everything", "table inet picket\n", "flush ruleset\ntable inet picket\n"),
        sentry("the set is in the table that is replaced", strangers, "\(exempt)\n").declaring(
            "\tset held-11 {\n\t\t\(type)\n\t\tsize 11\n\t\tflags dynamic,timeout\n\t}\n\n\tchain moved {\n\t\t\(hook)\n"
                + "\t\tiifname \"lo\" accept\n\t\tip saddr @own-diallers accept\n"
                + "\t\ttcp dport 50333 update @held-11 { \(from) timeout 2m10s } accept\n\t\ttcp dport 50333 drop\n\t}\n\n"
                + "\tchain sent {\n\t\ttype filter hook output priority filter + 10; policy accept;\n"
                + "\t\tip daddr @own-diallers accept\n\t\toifname \"lo\" accept\n\t\ttcp flags fin,syn,rst accept\n"
                + "\t\ttcp sport 50333 update @held-11 { \(to) timeout 2m10s } accept\n\t\ttcp sport 50333 drop\n\t}\n\n"
        ),
    ]
}
