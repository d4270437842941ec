internal import Addressing
internal import Crawler
internal import Skywelld
internal import Topology

/// Looks for hidden hosts in everything that strangers get, in every form in which an address or a key may be there.
struct LeakSearch {
    private let hidden: [HiddenIdentity]
    /// Addresses and node keys; the texts say what of whom.
    private var anywhere = GiveawaySearch<String>()
    /// Validation keys: votes carry them.
    private var validationKeys = GiveawaySearch<String>()

    init(_ hidden: [HiddenIdentity]) {
        self.hidden = hidden
        for host in hidden {
            for address in host.addresses {
                self.anywhere.add(Giveaway.forms(of: address), Self.text(address, host))
            }
            self.anywhere.add(Giveaway.forms(of: host.nodeKey), "the node key of \(host.host)")
            if let key = host.validationKey {
                self.validationKeys.add(Giveaway.forms(of: key), "the validation key of \(host.host)")
            }
        }
    }

    private static func text(_ address: IPv4Address, _ host: HiddenIdentity) -> String {
        "the address \(address) of \(host.host)"
    }

    /// Everything in a crawl's text that must not be there: also outside the fields where it would belong.
    func leaks(in answer: CrawlObservation.Answer) -> [String] {
        var found = Self.readings(of: answer.body).flatMap { text in
            self.anywhere.all(in: text, carriesAddresses: false)
                + self.validationKeys.all(in: text, carriesAddresses: false)
        }
        for host in self.hidden {
            let shown = host.addresses.filter { address in answer.peers.contains { $0.address == address } }
            found += shown.map { Self.text($0, host) }
        }
        return Self.distinct(found)
    }

    /// Everything that a public server tells its peers and must not.
    func leaks(in talk: PeerTalk) -> [String] {
        // A refusal is JSON as well.
        Self.distinct(
            Self.readings(of: talk.said).flatMap { self.anywhere.all(in: $0, carriesAddresses: false) }
                + talk.addressPayloads.flatMap { self.anywhere.all(in: $0, carriesAddresses: true) }
        )
    }

    /// Bytes as they came, and as JSON means them where that is something else.
    private static func readings(of bytes: [UInt8]) -> [[UInt8]] {
        let plain = JSONEscapes.resolved(in: bytes)
        return plain == bytes ? [bytes] : [bytes, plain]
    }

    private static func distinct(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}
