internal import Addressing
internal import Diagnostics
internal import Topology

/// The port sections of a host but its peer port's: administration on loopback, and what `daemon` adds.
struct PortSections {
    /// How the names of port sections start.
    static let prefix = "port_"
    private static let administration = "port_rpc"
    /// What the server's own sample file uses for administration.
    ///
    /// Source: skywelld reference §8.2, "Default ports".
    private static let administrationPort: UInt16 = 5_050

    let records: [TemplateValue.Record]

    /// - Parameter secrets: With the lines of each reference.
    init(of host: Host, secrets: Secrets) {
        let further = host.daemon.sections.filter { $0.name.hasPrefix(Self.prefix) }
        let replacesOurs = further.contains { $0.name == Self.administration }
        self.records =
            (replacesOurs ? [] : [Self.administration(of: host, beside: further)])
            + further.map { Self.record($0, secrets) }
    }

    /// Bound to loopback and open to it alone; at the first port from 5050 on that nothing else of the host uses.
    private static func administration(of host: Host, beside further: [DaemonSettings.Section]) -> TemplateValue.Record
    {
        let reason = Reason(.rpcOnLoopback, at: host.span)
        var taken: Set<UInt16> = [host.peerPort.rawValue]
        for line in further.flatMap(\.lines) {
            if case .text(let text) = line, let setting = Setting(text), setting.key == "port",
                let port = UInt16(setting.value)
            {
                taken.insert(port)
            }
        }
        var port = Self.administrationPort
        while taken.contains(port) { port += 1 }
        let lines = ["ip = 127.0.0.1", "port = \(port)", "admin = 127.0.0.1", "protocol = http"]
        return TemplateValue.Record(
            [.text(Self.administration, reason), .texts(lines.map { TemplateValue.Text($0, reason) })],
            reason
        )
    }

    private static func record(_ section: DaemonSettings.Section, _ secrets: Secrets) -> TemplateValue.Record {
        let reason = Reason(.furtherPort, at: section.span)
        let secret = Reason(.portPassword, at: section.span)
        var lines: [TemplateValue.Text] = []
        for line in section.lines {
            switch line {
            case .text(let text):
                let isSecret = Setting(text)?.isSecret ?? false
                lines.append(TemplateValue.Text(text, isSecret ? secret : reason))
            case .secret(let reference):
                lines += secrets[reference].map { TemplateValue.Text($0, secret) }
            }
        }
        return TemplateValue.Record([.text(section.name, reason), .texts(lines)], reason)
    }

    /// A line of the form `key = value`.
    private struct Setting {
        let key: Substring
        let value: Substring

        init?(_ line: String) {
            guard let equals = line.firstIndex(of: "=") else { return nil }
            self.key = Self.trimmed(line[..<equals])
            self.value = Self.trimmed(line[line.index(after: equals)...])
        }

        /// Source: skywelld reference §8.2.
        var isSecret: Bool { self.key == "password" || self.key == "admin_password" }

        private static func trimmed(_ text: Substring) -> Substring {
            var text = text
            while text.first == " " || text.first == "\t" { text.removeFirst() }
            while text.last == " " || text.last == "\t" { text.removeLast() }
            return text
        }
    }
}
