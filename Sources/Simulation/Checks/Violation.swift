/// A promise that was broken, and when.
package struct Violation: Equatable, Sendable {
    package enum Check: String, CaseIterable, Sendable {
        /// Nothing that a stranger receives tells where a hidden host is, or what its node's key is.
        case secrecy
        /// No more links take a slot than there are slots.
        case slots
        /// A hidden host is linked soon after one of its links can stand again.
        case relink
        /// Votes reach every honest server that is connected.
        case votes
        /// No vote is sent twice over the same link, nor back to where it came from.
        case relay
        /// No honest server sends on what no trusted validator said.
        case forgery
    }

    package let check: Check
    /// In virtual time.
    package let time: Duration
    /// A sentence.
    package let text: String
    /// Whom it is about, to pick what the trail shows.
    let actors: [Int]
}
