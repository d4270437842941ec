package import Diagnostics
internal import Skywelld

/// The server takes a mistyped seed for a passphrase.
package enum BadSeed: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1403"),
        .error,
        "a seed is malformed",
        cause:
            "[node_seed] or [validation_seed] holds a key, an account, a seed of the XRP Ledger, or a text that is no seed in any form.",
        reason:
            "The server hashes what it does not understand as a passphrase, without a word: the identity is another one, and one that can be guessed. Keys and accounts leave the identity unset (skywelld reference §1.4; observed §9).",
        cure: "Write the seed as base58 ('s…'), 32 hexadecimal digits or twelve words; 'picket keys new' makes one."
    )
    package static let fault = "a node seed is mistyped"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for (seed, section) in [(host.facts.nodeSeed, "node_seed"), (host.facts.validationSeed, "validation_seed")] {
            guard let seed, let problem = self.problem(seed) else { continue }
            findings.add(
                self.info,
                host,
                line: seed.line,
                "'\(section)' of '\(host.name)' is \(problem)",
                label: "no seed",
                help: "write a seed that 'picket keys new' made"
            )
        }
    }

    /// Never quotes the text.
    private static func problem(_ seed: SeedFacts) -> String? {
        switch seed.reading {
        case .hex, .base58, .words: nil
        case .rejected(.empty): "empty"
        case .rejected(.otherKind): "a key or an account instead of a seed: the server leaves the identity unset"
        case .passphrase:
            switch seed.suspicion {
            case .xrpLedgerSeed:
                "a seed of the XRP Ledger: its letters r and j change places here, and the server takes it for a passphrase"
            case .mistypedSeed: "a mistyped seed, which the server takes for a passphrase"
            case .unknownWord, .wrongParity:
                "twelve words that do not belong together, which the server takes for a passphrase"
            case .none: "a passphrase, which can be guessed"
            }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { $0.facts.nodeSeed != nil }) { edit, _ in
            edit.set("node_seed", ["sNOTaSEED"])
            return true
        }
    }
}
