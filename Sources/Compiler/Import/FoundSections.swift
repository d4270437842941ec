internal import Addressing
internal import Diagnostics
internal import Skywelld
internal import Topology

/// The sections that the topology passes through, for all hosts and for single ones.
struct FoundSections {
    struct Named: Hashable {
        let name: String
        let text: SectionText
    }

    /// What every server has, sorted by name.
    let common: [Named]
    /// What a server has beyond that, by its index; sorted by name.
    let own: [[Named]]
    /// Time servers that every server asks; empty if they differ.
    let commonTimeServers: [IPv4Address]
    /// Time servers by server; empty where the common ones are asked.
    let ownTimeServers: [[IPv4Address]]
    private(set) var secretFiles: [Import.SecretFile]

    init(_ servers: inout [FoundServer], draft: NetworkDraft) {
        let hiddenFirst = draft.hosts.compactMap(\.server)
        var readers = servers.map { FoundSectionsReader($0) }
        let secrets = readers.map(\.secretLines)
        // One file for all hosts if all of them say the same.
        let shared = Set(secrets).count == 1
        for index in hiddenFirst {
            readers[index].read(folder: shared ? "secrets" : "secrets/\(servers[index].name)")
            servers[index].diagnostics += readers[index].diagnostics
        }
        let all = readers.map(\.sections)
        let first = all.first ?? []
        let common = first.filter { section in all.allSatisfy { $0.contains(section) } }
        self.common = common
        self.own = all.map { sections in sections.filter { !common.contains($0) } }
        let timeServers = servers.map(Self.timeServers)
        let isSame = Set(timeServers).count == 1
        self.commonTimeServers = isSame ? timeServers[0] : []
        self.ownTimeServers = isSame ? timeServers.map { _ in [] } : timeServers
        var files: [String: [String]] = [:]
        for file in readers.flatMap(\.secretFiles) { files[file.path] = file.lines }
        self.secretFiles = files.sorted { $0.key < $1.key }.map { Import.SecretFile(path: $0, lines: $1) }
    }

    /// Hidden hosts reach what the topology names, and nothing else.
    private static func timeServers(of server: FoundServer) -> [IPv4Address] {
        (server.file["sntp_servers"]?.lines ?? []).compactMap { line in
            HostPort(line.text).flatMap { IPv4Address($0.host) }
        }
    }
}
