internal import Diagnostics
internal import Skywelld
internal import Topology

/// The sections that do not follow from the topology: defaults that `daemon` may replace, and what it passes through.
struct OtherSections {
    let records: [TemplateValue.Record]

    /// - Parameters:
    ///   - servesHidden: Whether hidden hosts dial this one.
    ///   - secrets: With the lines of each reference.
    init(of host: Host, servesHidden: Bool, secrets: Secrets) {
        var records: [TemplateValue.Record] = []
        for (name, line, rule) in Self.defaults(servesHidden: servesHidden)
        where !host.daemon.sections.contains(where: { $0.name == name }) {
            let reason = Reason(rule, at: host.span)
            let lines = line.map { TemplateValue.Text($0, reason) }
            records.append(TemplateValue.Record([.text(name, reason), .texts(lines)], reason))
        }
        for section in host.daemon.sections where !section.name.hasPrefix(PortSections.prefix) {
            records.append(Self.record(section, secrets))
        }
        self.records = records
    }

    /// What Picket writes unless `daemon` says otherwise.
    static func defaults(servesHidden: Bool) -> [(name: String, lines: [String], rule: Reason.Rule)] {
        let severity = servesHidden ? "fatal" : "warning"
        return [
            ("node_db", ["type = RocksDB", "path = /var/lib/skywelld/db/rocksdb"], .databaseDefault),
            ("database_path", ["/var/lib/skywelld/db"], .databaseDefault),
            ("rpc_startup", ["{ \"command\": \"log_level\", \"severity\": \"\(severity)\" }"], .logLevel),
        ]
    }

    private static func record(_ section: DaemonSettings.Section, _ secrets: Secrets) -> TemplateValue.Record {
        let isSecret = KnownSections.info(section.name)?.isSecret ?? false
        let reason = Reason(.passedThrough, at: section.span)
        var lines: [TemplateValue.Text] = []
        for line in section.lines {
            switch line {
            case .text(let text):
                let rule: Reason.Rule = isSecret ? .passedThroughSecret : .passedThrough
                lines.append(TemplateValue.Text(text, Reason(rule, at: section.span)))
            case .secret(let reference):
                let secret = Reason(.passedThroughSecret, at: section.span)
                lines += secrets[reference].map { TemplateValue.Text($0, secret) }
            }
        }
        return TemplateValue.Record([.text(section.name, reason), .texts(lines)], reason)
    }
}
