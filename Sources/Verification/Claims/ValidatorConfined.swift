package import Addressing
package import Lab
package import Topology

/// What came out of a validator's host from before its node started until all observations were made.
package struct EgressObservation: Equatable, Sendable {
    package let host: HostName
    /// Its own addresses.
    package let sources: [IPv4Address]
    /// The ends of the links that it opens.
    package let links: Set<Endpoint>
    /// The links that others open to it.
    package let served: Served

    /// Whom a relay answers, and from where; a validator answers nobody.
    package struct Served: Equatable, Sendable {
        package let diallers: Set<IPv4Address>
        package let port: Port

        package init(diallers: Set<IPv4Address>, port: Port) {
            self.diallers = diallers
            self.port = port
        }
    }
    package var report: Lab.EgressReport
    /// Packets that its output rules dropped meanwhile.
    package let counted: UInt64

    package init(
        host: HostName,
        sources: [IPv4Address],
        links: Set<Endpoint>,
        served: Served,
        report: Lab.EgressReport,
        counted: UInt64
    ) {
        self.host = host
        self.sources = sources
        self.links = links
        self.served = served
        self.report = report
        self.counted = counted
    }

    /// A frame of a link, or the address resolution below it.
    func isAllowed(_ frame: CapturedFrame) -> Bool {
        switch frame.content {
        case .arp:
            true
        case .ipv4(let number, let from, let sourcePort, let to, let destinationPort):
            number == 6 && self.sources.contains(from)
                && (Port(rawValue: destinationPort).map { self.links.contains(Endpoint(to, $0)) } == true
                    || sourcePort == self.served.port.rawValue && self.served.diallers.contains(to))
        case .other:
            false
        }
    }
}

extension Claim {
    /// From inside a validator's host, or a relay's, nothing but its links gets out.
    package static func validatorConfined(_ hosts: [EgressObservation]) -> Claim {
        var violations: [Evidence] = []
        var doubts: [Evidence] = []
        for host in hosts {
            let escaped = host.report.frames.filter { !host.isAllowed($0) }
            violations += escaped.prefix(5).map { Evidence(from: "cable of \(host.host)", "got out: \($0)") }
            if escaped.count > 5 {
                violations.append(Evidence(from: "cable of \(host.host)", "and \(escaped.count - 5) more frames"))
            }
            if host.report.lost > 0 {
                doubts.append(Evidence(from: "cable of \(host.host)", "\(host.report.lost) frames went by unread"))
            }
            let attempts = host.report.attempts
            if attempts.made == 0 || attempts.made < attempts.planned {
                doubts.append(
                    Evidence(from: host.host, "only \(attempts.made) of \(attempts.planned) packets could be tried")
                )
            }
            if host.counted < attempts.made {
                doubts.append(
                    Evidence(
                        from: host.host,
                        "\(attempts.made) packets were tried, but its rules counted only \(host.counted) drops"
                    )
                )
            }
        }
        return Claim(
            .validatorConfined,
            violations: violations,
            doubts: doubts,
            observations: hosts.map { host in
                Evidence(
                    from: host.host,
                    "\(host.report.attempts.made) packets tried (every TCP port, UDP, ICMP, GRE, SCTP), \(host.counted) drops counted; since "
                        + "before its node started, \(host.report.frames.count) frames on its cable, all of its links or ARP"
                )
            },
            opposite: "a frame on the host's cable that belongs to none of its links"
        )
    }
}
