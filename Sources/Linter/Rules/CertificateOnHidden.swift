package import Diagnostics
internal import Topology

/// A certificate names its owner.
package enum CertificateOnHidden: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1110"),
        .warning,
        "a hidden host has a certificate of its own",
        cause: "A port of a validator or relay has 'ssl_cert'.",
        reason:
            "Every peer sees the certificate and the names in it; the server's own, made at each start, has none (skywelld reference §2.1 and §9, L17).",
        cure: "Take 'ssl_cert', 'ssl_key' and 'ssl_chain' away."
    )
    package static let fault = "the peer port of a validator has a certificate"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role.isHidden else { return }
        for port in host.facts.ports where !port.isLoopback {
            guard let certificate = port["ssl_cert"] ?? port["ssl_chain"] else { continue }
            findings.add(
                self.info,
                host,
                line: certificate.line,
                "\(host.role.rawValue) '\(host.name)' shows a certificate of its own on '\(port.name)'",
                label: "peers see the names in it",
                help: "take it away; the server makes one without names"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.validator) { edit, host in
            host.facts.peerPort.map { edit.insert("ssl_cert = /etc/skywelld/tls.pem", in: $0.name) } ?? false
        }
    }
}
