import Addressing
import PacketSpace

/// Rules of which everybody knows what they do: an oracle that cannot tell accept from drop here proves nothing.
enum SelfCheck {
    /// Rules for the chain under test, and how many of the packets below they let through, told by transport and state.
    private static let cases: [(rules: String, accepts: @Sendable (Packet) -> Bool)] = [
        ("accept", { _ in true }),
        ("drop", { _ in false }),
        ("reject", { _ in false }),
        ("tcp dport 22 accept; drop", { Self.port($0, 6) == 22 }),
        ("udp dport 22 accept; drop", { Self.port($0, 17) == 22 }),
        ("meta l4proto { tcp, udp } accept; drop", { Self.port($0, 6) ?? Self.port($0, 17) != nil }),
        (
            "meta l4proto { icmp, ipv6-icmp, tcp, udp } drop; accept",
            { if case .other = $0.transport { true } else { false } }
        ),
        ("ct state new accept; drop", { $0.state == .new }),
        ("ct state established accept; drop", { $0.state == .established }),
        ("ct state related accept; drop", { $0.state == .related }),
        ("ct state invalid accept; drop", { $0.state == .invalid }),
        ("ct state untracked accept; drop", { $0.state == .untracked }),
        ("iifname \"eth1\" accept; drop", { $0.inputInterface == "eth1" }),
        ("oifname \"eth1\" accept; drop", { $0.outputInterface == "eth1" }),
        ("meta mark 2 accept; drop", { $0.mark == 2 }),
        ("ct mark 3 accept; drop", { $0.connectionMark == 3 && $0.state != .invalid && $0.state != .untracked }),
        ("ip saddr 10.0.0.1 accept; drop", { Self.source($0) == "10.0.0.1" }),
        ("ip6 saddr fd00::1 accept; drop", { Self.source($0) == "fd00::1" }),
        ("ct direction reply accept; drop", { Self.isTracked($0) && $0.direction == .reply }),
        ("ct status seen-reply accept; drop", { Self.isTracked($0) && $0.connectionStatus & 2 == 2 }),
        ("ip dscp 5 accept; drop", { $0.family == .ipv4 && $0.codePoint == 5 }),
        ("ip6 ecn ce accept; drop", { $0.family == .ipv6 && $0.congestion == 3 }),
        ("ip id 1-100 accept; drop", { $0.family == .ipv4 && $0.label <= 100 }),
    ]

    /// Those that only some hooks allow, or that differ at them alone.
    private static func cases(at hook: Hook) -> [(rules: String, accepts: @Sendable (Packet) -> Bool)] {
        var cases = Self.cases
        let receives = hook == .prerouting || hook == .input
        if receives || hook == .forward {
            cases.append(("fib saddr . iif oif exists accept; drop", { $0.routing.hasReversePath }))
            cases.append(("fib saddr . iif type local accept; drop", { $0.routing.sourceTypeHere == .local }))
            cases.append(("iifgroup 3 accept; drop", { $0.inputInterface == "lan0" }))
        }
        if receives {
            cases.append(("fib daddr type broadcast accept; drop", { $0.routing.destinationType == .broadcast }))
        }
        return cases
    }

    private static func isTracked(_ packet: Packet) -> Bool {
        packet.state != .invalid && packet.state != .untracked
    }

    /// Whether rules must tell packets apart at a hook.
    private static func differs(_ rules: String, at hook: Hook) -> Bool {
        guard rules.hasSuffix("accept; drop") else { return false }
        // Everything leaves by one interface or none, and nothing comes in that this host sends.
        return !rules.contains("oifname") && !(rules.contains("iifname") && hook == .output)
    }

    /// - Returns: What is wrong; empty if the oracle sees what it must.
    static func complaints(_ kernel: Kernel) throws -> [String] {
        let plan = ProbePlan.basic(kernel.hook)
        var complaints: [String] = []
        // The kernel rejects nothing after routing.
        for (rules, accepts) in Self.cases(at: kernel.hook) where rules != "reject" || kernel.hook != .postrouting {
            let lines = rules.split(separator: ";").joined(separator: "\n")
            let ruleset =
                "table inet t {\nchain c {\ntype filter hook \(kernel.hook) priority 0; policy accept;\n\(lines)\n}\n}"
            _ = try kernel.load(ruleset, primers: plan.primers)
            let run = try kernel.send(plan.probes)
            if run.lost > 0 { complaints.append("\(rules): \(run.lost) packets never arrived") }
            for state in ConnectionState.allCases where !run.observations.contains(where: { $0.packet.state == state })
            {
                complaints.append("\(rules): no packet is \(state)")
            }
            let accepted = run.observations.filter(\.isAccepted).count
            if Self.differs(rules, at: kernel.hook), accepted == 0 || accepted == run.observations.count {
                complaints.append("\(rules): \(accepted) of \(run.observations.count) packets are accepted")
            }
            for observation in run.observations where observation.isAccepted != accepts(observation.packet) {
                complaints.append("\(rules): accepted \(observation.isAccepted), \(observation.packet)")
            }
        }
        return complaints
    }

    private static func port(_ packet: Packet, _ proto: UInt8) -> UInt16? {
        switch packet.transport {
        case .tcp(_, let port, _): proto == 6 ? port : nil
        case .udp(_, let port): proto == 17 ? port : nil
        case .icmp, .icmpv6, .other: nil
        }
    }

    private static func source(_ packet: Packet) -> String {
        switch packet.addresses {
        case .ipv4(let source, _): "\(source)"
        case .ipv6(let source, _): "\(source)"
        }
    }
}
