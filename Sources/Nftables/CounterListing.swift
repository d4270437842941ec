internal import FoundationEssentials

/// Reads libnftables JSON of named counters.
///
/// Source: libnftables-json(5), "Counter".
enum CounterListing {
    private struct Document: Decodable {
        let nftables: [Item]
    }

    private struct Item: Decodable {
        let counter: Counter?
    }

    private struct Counter: Decodable {
        let name: String
        let packets: UInt64
    }

    static func packetCounts(json: String) throws(NftablesError) -> [CounterName: UInt64] {
        do {
            let document = try JSONDecoder().decode(Document.self, from: Data(json.utf8))
            let counters = document.nftables.compactMap(\.counter)
            return Dictionary(counters.map { (CounterName(rawValue: $0.name), $0.packets) }) { $0 &+ $1 }
        } catch {
            throw NftablesError(command: "list counters", message: "unreadable listing: \(error)")
        }
    }
}
