internal import Addressing
internal import Diagnostics
internal import Skywelld
internal import Topology

/// One server as its configuration has it, read as the server itself would: what it ignores is ignored.
struct FoundServer {
    /// An entry of `[ips]` or `[ips_fixed]`.
    struct Peer {
        let endpoint: Endpoint
        let line: Int
    }

    /// An entry of `[validators]`.
    struct Trusted {
        let key: NodePublicKey
        /// What stands behind the key; may be empty.
        let comment: String
        let line: Int
    }

    /// A port section that `[server]` names, with that section's defaults.
    struct PortSection {
        let name: String
        /// Each key once, in the order of the file.
        let settings: [ConfigurationFile.KeyValue]

        func value(_ key: String) -> String? {
            self.settings.first { $0.key == key }?.value
        }

        /// The address it binds; `nil` for all of them, for loopback and for what is no address.
        var address: IPv4Address? {
            self.value("ip").flatMap { IPv4Address($0) }.flatMap { $0.isUsableByPeers ? $0 : nil }
        }

        var port: Port? { self.value("port").flatMap { Port($0) } }

        var isPeerPort: Bool {
            (self.value("protocol") ?? "").split(separator: ",")
                .contains { $0.lowercased().filter { $0 != " " && $0 != "\t" } == "peer" }
        }
    }

    let name: HostName
    /// The file without its secrets, to show diagnostics in.
    let source: SourceFile
    let file: ConfigurationFile
    /// In the order of `[server]`.
    let ports: [PortSection]
    let fixed: [Peer]
    let entryPoints: [Peer]
    let isPrivate: Bool
    let nodeSeed: Seed?
    let validationSeed: Seed?
    /// Derived from the seed.
    let validationKey: NodePublicKey?
    let trusted: [Trusted]
    /// `nil` if the file does not say.
    let quorum: Int?

    /// What is known so far, in order.
    var addresses: [IPv4Address]
    /// The prefix lengths of addresses, where a file tells them.
    let prefixLengths: [IPv4Address: Int]
    /// Whether a file lists the addresses, so that there are no others.
    let knowsAddresses: Bool
    var diagnostics: [Diagnostic]

    var peerPort: PortSection? { self.ports.first(where: \.isPeerPort) }

    /// Whether it listens for peers on every address, so that it may have others than those that are known.
    var listensEverywhere: Bool { self.peerPort.map { $0.address == nil } ?? true }

    /// The whole of a line of the file.
    func span(_ line: Int) -> SourceSpan {
        let start = SourcePosition(line: line, column: 1)
        return SourceSpan(start: start, end: start.advanced(by: self.source.line(line).unicodeScalars.count))
    }

    /// The first header of a section.
    func headerSpan(_ name: String) -> SourceSpan? {
        self.file[name]?.headers.first.map(self.span)
    }
}

extension IPv4Address {
    /// Whether a peer on another host could dial it: not `0.0.0.0`, loopback, multicast or broadcast.
    var isUsableByPeers: Bool {
        let first = self.octets[0]
        return first != 0 && first != 127 && first < 224
    }

    /// Whether it belongs to a private network.
    ///
    /// Source: RFC 1918 §3; RFC 6598 §7 for 100.64.0.0/10.
    var isPrivate: Bool {
        Self.privatePrefixes.contains { $0.contains(self) }
    }

    private static let privatePrefixes = [
        IPv4Prefix(IPv4Address(rawValue: 10 << 24), length: 8),
        IPv4Prefix(IPv4Address(rawValue: 172 << 24 | 16 << 16), length: 12),
        IPv4Prefix(IPv4Address(rawValue: 192 << 24 | 168 << 16), length: 16),
        IPv4Prefix(IPv4Address(rawValue: 100 << 24 | 64 << 16), length: 10),
    ]
}
