import Compiler
import Verification

/// Changes that let forged sources in.
extension StaticChange {
    private static let ownRule = "ip saddr @own-addresses counter name \"spoofed-dropped\" drop"
    private static let segmentRule =
        "ip saddr @private-segments fib saddr . iif oif missing counter name \"spoofed-dropped\" drop"

    static let spoofing: [StaticChange] = [
        StaticChange(
            "the host's own addresses are let in",
            .quickstart,
            "sentry-1",
            ownRule,
            "",
            breaks: .spoofingRefused
        ),
        StaticChange(
            "a validator's own addresses are let in",
            .quickstart,
            "validator-1",
            ownRule,
            "",
            breaks: .spoofingRefused
        ),
        StaticChange(
            "private segments come in from anywhere",
            .quickstart,
            "validator-1",
            segmentRule,
            "",
            breaks: .spoofingRefused
        ),
        StaticChange(
            "one address is not its own",
            .quickstart,
            "sentry-1",
            "elements = { 127.0.0.0/8,\n\t\t\t     10.1.10.55,",
            "elements = { 127.0.0.0/8,",
            breaks: .spoofingRefused
        ),
        StaticChange(
            "half of a private segment is left out",
            .quickstart,
            "validator-1",
            "elements = { 10.1.10.0/24 }",
            "elements = { 10.1.10.0/25 }",
            breaks: .spoofingRefused
        ),
        StaticChange(
            "forgeries are looked for by one interface only",
            .quickstart,
            "sentry-1",
            segmentRule,
            "iifname \"eth0\" \(segmentRule)",
            breaks: .spoofingRefused
        ),
        StaticChange(
            "established flows come before the forgeries",
            .quickstart,
            "validator-1",
            ownRule,
            "\(established)\n\t\t\(ownRule)",
            breaks: .spoofingRefused
        ),
        StaticChange(
            "who forges is asked about the wrong side",
            .rich,
            "s-2",
            "fib saddr . iif oif missing counter",
            "fib daddr . iif oif missing counter",
            breaks: .spoofingRefused
        ),
    ]
}
