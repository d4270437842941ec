internal import Compiler
internal import Skywelld
internal import Topology

/// The public keys of a topology's hosts, for people and as JSON.
struct KeyList: Encodable {
    static let schema = "picket.keys/1"

    struct Entry: Encodable {
        let host: String
        let role: String
        /// `n…`.
        let nodeKey: String
        /// Base64, as `/crawl` shows it.
        let nodeKeyBase64: String
        /// `n…`; validators only.
        let validationKey: String?

        enum CodingKeys: String, CodingKey {
            case host
            case role
            case nodeKey = "node_key"
            case nodeKeyBase64 = "node_key_base64"
            case validationKey = "validation_key"
        }
    }

    let schema = Self.schema
    let network: String
    /// In the order of the topology's hosts.
    let hosts: [Entry]

    init(_ topology: Topology, _ secrets: Secrets) {
        self.network = topology.network.rawValue
        self.hosts = topology.hosts.compactMap { host in
            secrets.identities[host.name].map { identity in
                Entry(
                    host: host.name.rawValue,
                    role: host.role.rawValue,
                    nodeKey: identity.nodeKey.base58,
                    nodeKeyBase64: identity.nodeKey.base64,
                    validationKey: identity.validationKey?.base58
                )
            }
        }
    }

    /// Aligned columns; a validator has a second line.
    var text: String {
        let width = (self.hosts.map(\.host.count).max() ?? 0) + 2
        return self.hosts.flatMap { host in
            let start = host.host.padded(to: width) + host.role.padded(to: 11)
            let blank = "".padded(to: width + 11)
            return ["\(start)node        \(host.nodeKey)  \(host.nodeKeyBase64)"]
                + (host.validationKey.map { ["\(blank)validation  \($0)"] } ?? [])
        }.joined(separator: "\n")
    }
}
