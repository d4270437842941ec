package import Addressing

/// One rule: if every match agrees, count, log, then decide.
///
/// The order of the cases is that in which a ruleset usually has them; each prints as nft 1.0.6 lists it.
package struct Rule: Hashable, Sendable {
    package enum Match: Hashable, Sendable {
        case inputInterface(String)
        case outputInterface(String)
        case connectionState(ConnectionState)
        /// Any of these: at least two, in the order of ``ConnectionState``.
        case connectionStates([ConnectionState])
        case ipv6
        case icmp
        /// Any of these: at least one.
        case icmpTypes([ICMPType])
        case sourceIn(set: String)
        case sourceNotIn(set: String)
        /// The host would not answer the source by the interface that the packet came in by: no route leads there.
        case reversePathMissing
        case destinationIn(set: String)
        /// Destination address and TCP port together.
        case tcpDestinationIn(set: String)
        case tcpDestinationPort(Port)
        case udpDestinationPort(Port)
        case tcp
        case tcpSourcePort(Port)
        /// The first packet of a connection: SYN without ACK, FIN and RST.
        case tcpOpening
        /// A packet of a connection that has begun: ACK without SYN.
        case tcpContinuing
        /// A packet with any of these: at least one, in the order of ``TCPFlag``.
        case tcpFlags([TCPFlag])
        /// The set holds the packet's connection.
        case connectionIn(set: String, Direction)
        /// From now on the set holds the packet's connection for so many seconds. Not if the set is full without it.
        case connectionKept(seconds: Int, set: String, Direction)
        /// The set holds the packet's connection: for so many seconds, or for as long as it would anyway. Not if it is full.
        case connectionAdded(seconds: Int, set: String, Direction)
        case ipv6SourceIn(set: String)
        case ipv6DestinationIn(set: String)
        case icmpv6
        /// Any of these: at least one.
        case icmpv6Types([ICMPv6Type])
        case ipv6HopLimit(UInt8)
        /// More connections than this have come to this rule and are still open.
        case connectionsOver(Int)
        /// The source has more open connections than this among those that came to this rule.
        case connectionsOfSourceOver(Int, set: String)
        /// The source's /24 has more open connections than this among those that came to this rule.
        case connectionsOfSourcePrefixOver(Int, set: String)
        /// The source sends more packets to this rule than the rate allows.
        case packetsOfSourceOver(Rate, set: String)
        /// The IPv6 source sends more packets to this rule than the rate allows.
        case packetsOfIPv6SourceOver(Rate, set: String)
        /// No more packets have come to this rule than the rate allows.
        case packetsWithin(Rate)
        /// More packets have come to this rule than the rate allows.
        case packetsOver(Rate)
    }

    /// Where a packet comes from, seen from the host whose connection it belongs to.
    package enum Direction: Hashable, Sendable {
        case fromPeer
        case toPeer
    }

    /// In the order in which nft lists them.
    package enum TCPFlag: String, Hashable, Sendable {
        case fin
        case syn
        case rst
    }

    /// In the order in which nft lists them.
    package enum ConnectionState: String, Hashable, Sendable {
        case invalid
        case established
        case related
        case new
        case untracked
    }

    /// ICMP types by the names that nft lists them with, in the order of their numbers.
    package enum ICMPType: String, Hashable, Sendable {
        case destinationUnreachable = "destination-unreachable"
        case echoRequest = "echo-request"
        case timeExceeded = "time-exceeded"
        case parameterProblem = "parameter-problem"
    }

    /// ICMPv6 types by the names that nft lists them with, in the order of their numbers.
    package enum ICMPv6Type: String, Hashable, Sendable {
        case routerSolicit = "nd-router-solicit"
        case routerAdvert = "nd-router-advert"
        case neighbourSolicit = "nd-neighbor-solicit"
        case neighbourAdvert = "nd-neighbor-advert"
    }

    /// How many packets may come in a time; a bucket that holds `burst` and fills by `count` in each `unit`.
    package struct Rate: Hashable, Sendable {
        package enum Unit: String, Hashable, Sendable {
            case second
            case minute
        }

        /// What nft takes for a burst that is not given.
        package static let defaultBurst = 5

        /// At least 1.
        package let count: Int
        package let unit: Unit
        /// At least 1.
        package let burst: Int

        package init(_ count: Int, per unit: Unit, burst: Int = Rate.defaultBurst) {
            self.count = count
            self.unit = unit
            self.burst = burst
        }
    }

    package enum Counter: Hashable, Sendable {
        /// The rule's own, which a listing shows with the rule.
        case anonymous
        /// An object of the table, which several rules may share.
        case named(CounterName)
    }

    /// What the proxy offers in the server's name, before the server knows of the connection.
    package struct SynProxy: Hashable, Sendable {
        /// Bytes.
        package let maximumSegmentSize: Int
        /// Powers of two.
        package let windowScale: Int

        package init(maximumSegmentSize: Int, windowScale: Int) {
            self.maximumSegmentSize = maximumSegmentSize
            self.windowScale = windowScale
        }
    }

    package enum Verdict: Hashable, Sendable {
        case accept
        case drop
        /// Drop, and tell the sender (on this very host, in an output chain) that this is forbidden.
        case reject
        /// Drop, and end the sender's connection (on this very host, in an output chain). For TCP.
        case reset
        /// Goes on in another chain of the table, and does not come back.
        case `goto`(chain: String)
        /// No connection tracking for this packet; decides nothing.
        case notrack
        /// The kernel answers in the server's name; a connection that a client completes comes back from the loopback
        /// interface, with the client's address.
        case synproxy(SynProxy)
    }

    package var matches: [Match]
    package var counter: Counter?
    /// With which words the packet is written to the kernel's log: at most 127 bytes, no double quote.
    package var logPrefix: String?
    /// `nil` for a rule that only logs or changes a set, and for a text of somebody else's, which says by itself what it decides.
    package var verdict: Verdict?
    /// A whole rule in nft syntax, instead of matches, counter, log and verdict.
    package var text: String?
    /// Goes into the kernel with the rule: at most 128 bytes, no double quote (nft's limit).
    package var comment: String?
    /// One line of comment in the file above the rule, without the `#`.
    package var note: String?

    package init(
        _ matches: [Match],
        counter: Counter? = nil,
        _ verdict: Verdict,
        comment: String? = nil,
        note: String? = nil
    ) {
        self.matches = matches
        self.counter = counter
        self.logPrefix = nil
        self.verdict = verdict
        self.text = nil
        self.comment = comment
        self.note = note
    }

    /// A rule that decides nothing, such as one that only changes a set.
    package init(_ matches: [Match]) {
        self.init(matches, .accept)
        self.verdict = nil
    }

    /// A rule that only logs.
    package init(_ matches: [Match], logPrefix: String, note: String? = nil) {
        self.matches = matches
        self.counter = nil
        self.logPrefix = logPrefix
        self.verdict = nil
        self.text = nil
        self.comment = nil
        self.note = note
    }

    /// A rule of somebody else's.
    ///
    /// - Parameters:
    ///   - text: One line of nft syntax.
    ///   - note: Stands in the file above the rule, because the rule may have a comment of its own.
    package init(text: String, note: String) {
        self.matches = []
        self.counter = nil
        self.logPrefix = nil
        self.verdict = nil
        self.text = text
        self.comment = nil
        self.note = note
    }
}
