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
    static let ceiling =
        "ct count over 11 counter name \"strangers-refused\" drop comment \"strangers leave slots for those "
        + "that are meant to dial this host\"\n"
    static let diallers = "ip saddr @own-diallers tcp dport 50333 counter accept"
    static let inboundDropped = "\t\tcounter name \"inbound-dropped\" drop\n"

    /// A table of other people with one base chain.
    static func table(_ family: String, _ chain: String, _ rules: String) -> String {
        "table \(family) other {\n\tchain c {\n\t\ttype \(chain);\n\t\t\(rules)\n\t}\n}"
    }

    static let all: [StaticChange] =
        unreachable + confined + links + open + slots + administration + ipv6 + spoofing + foreign + boot

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
