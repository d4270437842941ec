internal import Deploy

/// What `picket compile` changed on disk, for people and as JSON.
struct CompileReport: Encodable {
    static let schema = "picket.compile/1"
    /// Hosts, or files, that are listed for people; JSON has them all.
    static let lineLimit = 100

    struct File: Encodable {
        let name: String
        let change: String
        let linesAdded: Int
        let linesRemoved: Int

        enum CodingKeys: String, CodingKey {
            case name
            case change
            case linesAdded = "lines_added"
            case linesRemoved = "lines_removed"
        }
    }

    struct Host: Encodable {
        let host: String
        let change: String
        let files: [File]
    }

    struct Counts: Encodable {
        let new: Int
        let changed: Int
        let removed: Int
        let unchanged: Int
    }

    let schema = Self.schema
    let output: String
    /// `lab` or `store`.
    let keys: String
    let counts: Counts
    let hosts: [Host]
    /// Files of a person that stayed.
    let kept: [String]

    init(_ changes: BundleChanges, output: String, hasLabKeys: Bool) {
        self.output = output
        self.keys = hasLabKeys ? "lab" : "store"
        self.counts = Counts(
            new: changes.count(.new),
            changed: changes.count(.changed),
            removed: changes.count(.removed),
            unchanged: changes.count(.unchanged)
        )
        self.hosts = changes.hosts.map { host in
            Host(
                host: host.name,
                change: host.kind.rawValue,
                files: host.files.map { file in
                    File(
                        name: file.name,
                        change: file.kind.rawValue,
                        linesAdded: file.lines.added,
                        linesRemoved: file.lines.removed
                    )
                }
            )
        }
        self.kept = changes.kept
    }

    /// One line per host, what changed first if there are many, and a line with the counts.
    var text: String {
        let isShort = self.hosts.count <= Self.lineLimit
        let worth = isShort ? self.hosts : self.hosts.filter { $0.change != "unchanged" }
        var lines = worth.prefix(Self.lineLimit).map(Self.line)
        if worth.count > Self.lineLimit { lines.append("… and \(worth.count - Self.lineLimit) more hosts") }
        lines += self.kept.prefix(Self.lineLimit).map { "\("kept".padded(to: 11))\($0)" }
        let counts = [
            (self.counts.new, "new"), (self.counts.changed, "changed"), (self.counts.removed, "removed"),
            (self.counts.unchanged, "unchanged"),
        ]
        let said = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return (lines + ["\(self.output): \(said.isEmpty ? "no hosts" : said)"]).joined(separator: "\n")
    }

    private static func line(_ host: Host) -> String {
        let files = host.files.map { file in
            switch file.change {
            case "new": file.name
            case "removed": "\(file.name) (removed)"
            default: "\(file.name) (+\(file.linesAdded) -\(file.linesRemoved) lines)"
            }
        }
        let start = host.change.padded(to: 11) + host.host
        return files.isEmpty ? start : "\(start): \(files.joined(separator: ", "))"
    }
}
