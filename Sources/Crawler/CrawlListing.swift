internal import FoundationEssentials
internal import Skywelld

/// The body of an answer to `/crawl`, read as tolerantly as it is safe: it comes from a stranger.
///
/// Generations of the server differ in what they write: ports are numbers or strings, uptimes are there or not. An entry
/// that is not understood hides none of the others. Source: skywelld reference §7.1.
package struct CrawlListing: Equatable, Sendable {
    /// Why there is no listing.
    package enum Failure: Error, Equatable, Sendable {
        /// The body is not JSON, or nested too deeply.
        case notJSON
        /// There is no `overlay.active` list.
        case noList
        /// The list is longer than ``CrawlListing/entriesMaximum``.
        case tooManyEntries
    }

    /// Most entries: what the highest `[peers_max]` that we accept could show.
    package static let entriesMaximum = ServerConfiguration.highestPeersMax

    /// In the order of the body.
    package let peers: [ListedPeer]
    /// How many entries are not even objects.
    package let unreadableCount: Int

    package init(peers: [ListedPeer], unreadableCount: Int = 0) {
        self.peers = peers
        self.unreadableCount = unreadableCount
    }

    /// Reads a body.
    package init(json: [UInt8]) throws(Failure) {
        do {
            self = try JSONDecoder().decode(Body.self, from: Data(json)).overlay.active.listing
        } catch let failure as Failure {
            throw failure
        } catch DecodingError.dataCorrupted {
            throw .notJSON
        } catch {
            throw .noList
        }
    }

    private struct Body: Decodable {
        struct Overlay: Decodable {
            let active: Entries
        }

        let overlay: Overlay
    }

    private struct Entries: Decodable {
        let listing: CrawlListing

        init(from decoder: any Decoder) throws {
            var container = try decoder.unkeyedContainer()
            var peers: [ListedPeer] = []
            var unreadableCount = 0
            while !container.isAtEnd {
                guard peers.count + unreadableCount < CrawlListing.entriesMaximum else { throw Failure.tooManyEntries }
                if let peer = try container.decode(Entry.self).peer {
                    peers.append(peer)
                } else {
                    unreadableCount += 1
                }
            }
            self.listing = CrawlListing(peers: peers, unreadableCount: unreadableCount)
        }
    }

    /// Any JSON value: decoding it never fails, so that the next one is reached.
    private struct Entry: Decodable {
        let peer: ListedPeer?

        init(from decoder: any Decoder) throws {
            self.peer = try? ListedPeer(from: decoder)
        }
    }
}
