import PeerProtocol

/// The state and the counters of a node as text that Prometheus reads. Counts only: no names, no addresses.
extension Overlay {
    /// What the node calls its software.
    package var userAgent: String {
        self.configuration.userAgent
    }

    /// - Parameters:
    ///   - now: Since the machine's start.
    ///   - relay: From a message that came in to its copies, as the shell measured it.
    package func metrics(now: Duration, relay: LatencyHistogram = LatencyHistogram()) -> String {
        var text = MetricsText()
        self.addPeers(to: &text, now: now)
        let slots = self.slotUse
        text.begin("slots_used", .gauge, "Slots that are taken.")
        text.add(["direction": "in"], slots.inbound)
        text.add(["direction": "out"], slots.outbound)
        text.begin("slots", .gauge, "Slots, taken or free.")
        text.add(["direction": "in"], slots.inboundMaximum)
        text.add(["direction": "out"], slots.outboundMaximum)
        text.begin("connections", .gauge, "Connections of the peer port and dials, in any state.")
        text.add([:], self.connections.count)
        text.begin("uptime_seconds", .gauge, "Since the start.")
        text.add([:], Int(now.components.seconds))
        text.begin(
            "relay_seconds",
            .histogram,
            "From a message that came in until the kernel had its copy for another link."
        )
        text.add(relay)
        self.addTraffic(to: &text)
        self.addEvents(to: &text)
        return text.text
    }

    private func addPeers(to text: inout MetricsText, now: Duration) {
        var counts: [String: Int] = [:]
        for report in self.peerReports(now: now) {
            counts["\(report.direction.rawValue) \(report.kind)", default: 0] += 1
        }
        text.begin("peers", .gauge, "Links, by who dialled and by what takes their place.")
        for direction in ["in", "out"] {
            for kind in PeerReport.kinds {
                text.add(["direction": direction, "kind": kind], counts["\(direction) \(kind)"] ?? 0)
            }
        }
    }

    private func addTraffic(to text: inout MetricsText) {
        let traffic =
            MessageType.allCases.flatMap { type in
                [("in", "\(type)", self.counters.received(type)), ("out", "\(type)", self.counters.sent(type))]
            } + [("in", "unknown", self.counters.receivedUnknown)]
        text.begin("messages_total", .counter, "Messages of links.")
        for (direction, type, count) in traffic where count.messages > 0 {
            text.add(["direction": direction, "type": type], count.messages)
        }
        text.begin("message_bytes_total", .counter, "Bytes of messages, with their headers.")
        for (direction, type, count) in traffic where count.messages > 0 {
            text.add(["direction": direction, "type": type], count.bytes)
        }
    }

    private func addEvents(to text: inout MetricsText) {
        var last = ""
        for sample in self.counters.samples {
            if sample.name != last {
                text.begin("\(sample.name)_total", .counter, sample.name.map { $0 == "_" ? " " : "\($0)" }.joined())
                last = sample.name
            }
            if let kind = sample.kind {
                text.add(["reason": kind], sample.value)
            } else {
                text.add([:], sample.value)
            }
        }
    }
}

extension PeerReport {
    fileprivate static let kinds = ["protected", "cluster", "fixed", "other"]

    fileprivate var kind: String {
        if self.isProtected { return "protected" }
        if self.isClusterMember { return "cluster" }
        return self.isFixed ? "fixed" : "other"
    }
}
