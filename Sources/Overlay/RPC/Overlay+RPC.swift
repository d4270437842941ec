import Addressing
package import PeerProtocol
import Skywelld

/// What a node answers about itself.
///
/// Source: skywelld reference §7.3; skywelld, observed, §6.
extension Overlay {
    /// `server_info`: for people.
    ///
    /// - Parameters:
    ///   - role: A guest does not learn that there are protected peers, nor the machine's name.
    ///   - hostName: Of the machine.
    ///   - now: Since the machine's start.
    package func serverInfo(as role: RPCRole, hostName: String, now: Duration) -> [String: JSONValue] {
        var info = self.commonState(as: role, now: now)
        let ownKey = self.configuration.nodeKey.publicKey
        info["hostid"] = .string(role == .administrator ? hostName : RFC1751.word(for: ownKey))
        info["load_factor"] = .integer(1)
        return ["info": .object(info)]
    }

    /// `server_state`: for programs.
    package func serverState(as role: RPCRole, now: Duration) -> [String: JSONValue] {
        var state = self.commonState(as: role, now: now)
        state["load_base"] = .integer(Self.loadBase)
        state["load_factor"] = .integer(Self.loadBase)
        return ["state": .object(state)]
    }

    /// `peers`: every link, protected ones included, so for administrators only.
    package func peerList(now: Duration) -> [String: JSONValue] {
        let reports = self.peerReports(now: now)
        // Without peers the stock server says `null`.
        var result: [String: JSONValue] = [
            "peers": reports.isEmpty ? .null : .array(reports.map { .object(self.entry($0)) })
        ]
        if !self.configuration.clusterKeys.isEmpty { result["cluster"] = .object(self.cluster(now: now)) }
        return result
    }

    /// The members by their keys: what they are called here, and what they last said about themselves.
    private func cluster(now: Duration) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        for key in self.configuration.clusterKeys where key != self.configuration.nodeKey.publicKey {
            var member: [String: JSONValue] = [:]
            if let name = self.configuration.clusterNames[key] { member["tag"] = .string(name) }
            if let report = self.clusterReports[key] {
                member["age"] = .integer(Int((now - report.time).components.seconds))
                if report.load != Peer.normalLoad, report.load != 0 {
                    member["fee"] = .number(Double(report.load) / Double(Peer.normalLoad))
                }
            }
            members[key.base58] = .object(member)
        }
        return members
    }

    /// `get_counts`: what this node has counted since its start.
    package var counts: [String: JSONValue] {
        var counts: [String: JSONValue] = [
            "connections": .integer(self.connections.count),
            "links": .integer(self.links.count),
        ]
        for sample in self.counters.samples { counts[sample.key] = .integer(sample.value) }
        return counts
    }

    /// What normal load is called. Source: skywelld reference §4.3.
    private static let loadBase = 256

    private func commonState(as role: RPCRole, now: Duration) -> [String: JSONValue] {
        let visible = self.peerReports(now: now).filter { role == .administrator || !$0.isProtected }
        var state: [String: JSONValue] = [
            "build_version": .string(self.buildVersion),
            "complete_ledgers": .string("empty"),
            "peers": .integer(visible.count),
            "pubkey_node": .string(self.configuration.nodeKey.publicKey.base58),
            "server_state": .string(visible.isEmpty ? "disconnected" : "connected"),
            "uptime": .integer(Int(now.components.seconds)),
        ]
        if role == .administrator {
            let key = self.configuration.voice?.key.publicKey ?? self.configuration.validationKey
            state["pubkey_validator"] = .string(key?.base58 ?? "none")
        }
        return state
    }

    /// What follows the name in `skywelld-0.29.60`.
    private var buildVersion: String {
        let agent = self.configuration.userAgent
        return agent.firstIndex(of: "-").map { String(agent[agent.index(after: $0)...]) } ?? agent
    }

    private func entry(_ report: PeerReport) -> [String: JSONValue] {
        var entry: [String: JSONValue] = [
            "address": .string(report.remote.description),
            // Ours: whether a server that protects nobody shows the address.
            "crawl": .string(report.crawl.rawValue),
            "load": .integer(report.load),
            "public_key": .string(report.publicKey.base58),
            "uptime": .integer(Int(report.uptime.components.seconds)),
            "version": .string(report.software),
        ]
        if report.direction == .inbound { entry["inbound"] = .boolean(true) }
        if report.isClusterMember { entry["cluster"] = .boolean(true) }
        if report.isClusterMember, let name = self.configuration.clusterNames[report.publicKey] {
            entry["name"] = .string(name)
        }
        if report.sanity != .sane { entry["sanity"] = .string(report.sanity.rawValue) }
        if report.isFixed { entry["fixed"] = .boolean(true) }
        if report.isProtected { entry["protected"] = .boolean(true) }
        if let latency = report.latency { entry["latency"] = .integer(latency.milliseconds) }
        guard let status = report.status else { return entry }
        if let range = status.servable {
            entry["complete_ledgers"] = .string("\(range.lowerBound) - \(range.upperBound)")
        }
        if let hash = status.ledgerHash { entry["ledger"] = .string(hash.description) }
        if let status = status.status { entry["status"] = .string("\(status)") }
        return entry
    }
}

extension Duration {
    /// Whole ones.
    fileprivate var milliseconds: Int {
        Int(self.components.seconds) * 1_000 + Int(self.components.attoseconds / 1_000_000_000_000_000)
    }
}
