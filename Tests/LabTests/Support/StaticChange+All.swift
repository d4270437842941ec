import Compiler
import Verification

extension StaticChange {
    static func rule(
        _ name: String,
        _ sample: StaticSample,
        _ host: String,
        after old: String,
        _ rule: String,
        breaks claim: StaticClaim.ID
    ) -> StaticChange {
        StaticChange(name, sample, host, old, "\(old)\n\t\t\(rule)", breaks: claim)
    }

    static let established = "ct state established counter accept"
    static let inputHook = "type filter hook input priority filter; policy drop;"
    static let outputHook = "type filter hook output priority filter; policy drop;"
    static let diallers = "ip saddr @own-diallers tcp dport 50333 counter accept"
    static let inboundDropped = "\t\tcounter name \"inbound-dropped\" drop\n"

    /// A table of other people with one base chain.
    static func table(_ family: String, _ chain: String, _ rules: String) -> String {
        "table \(family) other {\n\tchain c {\n\t\ttype \(chain);\n\t\t\(rules)\n\t}\n}"
    }

    static let all: [StaticChange] =
        unreachable + confined + links + open + slots + reloads + administration + ipv6 + spoofing + foreign + boot

    /// The claim that each is about is one that it could seem to break.
    static let harmless: [StaticChange] = [
        StaticChange(
            "who may come in is refused with an answer at another port",
            .rich,
            "v",
            "\t\tcounter name \"inbound-dropped\" drop",
            "\t\tip saddr @administration tcp dport 22 reject\n\t\tcounter name \"inbound-dropped\" drop",
            breaks: .validatorUnreachable
        ),
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
            "set slots-11 {\n\t\t\(type)\n\t\tsize 11\n",
            "set slots-3 {\n\t\t\(type)\n\t\tsize 3\n",
            breaks: .slotsReserved
        ).also(keeping, keeping.replacing("11", with: "3")).also(reopened, reopened.replacing("11", with: "3")).also(
            opening,
            opening.replacing("11", with: "3")
        ).also(ending, ending.replacing("11", with: "3"))
            .also(answering, answering.replacing("11", with: "3")),
        StaticChange(
            "strangers who go past their chain are counted behind it",
            .quickstart,
            "sentry-1",
            "tcp dport 50333 goto strangers\n",
            "tcp dport 50333 accept\n",
            breaks: .slotsReserved
        ),
        StaticChange(
            "the ceiling counts what the other table drops later",
            .quickstart,
            "sentry-1",
            "priority filter + 10",
            "priority filter - 10",
            breaks: .slotsReserved
        ),
        StaticChange(
            "the file empties the chains of slots one by one",
            .quickstart,
            "sentry-1",
            "flush table inet picket-slots\n",
            "flush chain inet picket-slots input\nflush chain inet picket-slots strangers\n"
                + "flush table inet picket-slots\n",
            breaks: .bootSafe
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
