package import Files
internal import Skywelld
package import Topology

extension KeyStore {
    /// What became of one key when the missing ones were made.
    package struct Made: Hashable, Sendable {
        package enum Outcome: String, Hashable, Sendable {
            /// It is new.
            case made
            /// It was there, whatever it holds, and is as it was.
            case kept
            /// The topology names a place of its own for it, and nothing is there. Nobody but the user writes there.
            case leftToUser
        }

        package let host: HostName
        package let kind: KeyKind
        package let location: KeyLocation
        package let outcome: Outcome
    }

    /// The name of the file that keeps a key store out of version control.
    static let ignoreFile = ".gitignore"

    /// Makes every key that the key store lacks, from the kernel's source of chance. Nothing is ever overwritten.
    ///
    /// New folders and files are the user's alone. A key is written whole or not at all; after a failure those that were
    /// made stay, and the next run goes on.
    ///
    /// - Returns: One element per key, in the order of the topology's hosts.
    package func makeMissing(for topology: Topology) throws(SystemCallError) -> [Made] {
        var outcomes: [Made] = []
        var roots: Set<String> = []
        for host in topology.hosts where host.role.isOurs {
            for kind in Self.kinds(of: host) {
                let location = self.location(of: kind, host, in: topology.network)
                let outcome: Made.Outcome
                if case .store(let path) = location {
                    let root = self.root(of: host)
                    if roots.insert(root).inserted { try self.prepare(root, topology.network) }
                    outcome = try self.make(path) ? .made : .kept
                } else {
                    outcome = self.isThere(location) ? .kept : .leftToUser
                }
                outcomes.append(Made(host: host.name, kind: kind, location: location, outcome: outcome))
            }
        }
        for root in roots.sorted() { try Folder.sync(root) }
        return outcomes
    }

    private func prepare(_ root: String, _ network: NetworkName) throws(SystemCallError) {
        try Folder.make("\(root)/\(network)", mode: Self.folderMode)
        do throws(SystemCallError) {
            try AtomicFile.create("*\n", at: "\(root)/\(Self.ignoreFile)", mode: 0o644, isSynced: false)
        } catch {
            guard error.isExisting else { throw error }
        }
    }

    /// - Returns: Whether the key is new; `false` if there is something at its place.
    private func make(_ path: String) throws(SystemCallError) -> Bool {
        if (try? FileStatus(of: path, followingLinks: false)) != nil { return false }
        guard let seed = Seed(bytes: try RandomBytes.make(Seed.length)) else {
            preconditionFailure("a seed has \(Seed.length) bytes")
        }
        do throws(SystemCallError) {
            try AtomicFile.create(KeyText.text(of: seed), at: path, mode: Self.fileMode, isSynced: false)
            return true
        } catch {
            guard error.isExisting else { throw error }
            return false
        }
    }

    private func isThere(_ location: KeyLocation) -> Bool {
        switch location {
        case .store(let path), .file(let path, _): (try? FileStatus(of: path)) != nil
        case .environment(let name, _): self.source.environment(name) != nil
        }
    }
}
