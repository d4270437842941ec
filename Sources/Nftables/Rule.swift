package import Addressing

/// One rule: if every match agrees, count, then decide.
///
/// The order of the cases is that in which a ruleset usually has them; each prints as nft 1.0.6 lists it.
package struct Rule: Hashable, Sendable {
    package enum Match: Hashable, Sendable {
        case inputInterface(String)
        case outputInterface(String)
        case connectionState(ConnectionState)
        case ipv6
        case icmp
        case icmpTypes([ICMPType])
        case sourceIn(set: String)
        case destinationIn(set: String)
        /// Destination address and TCP port together.
        case tcpDestinationIn(set: String)
        case tcpDestinationPort(Port)
        case udpDestinationPort(Port)
        case ipv6SourceIn(set: String)
        case ipv6DestinationIn(set: String)
        case icmpv6
        case icmpv6Types([ICMPv6Type])
        case ipv6HopLimit(UInt8)
        /// More connections than this have come to this rule and are still open.
        case connectionsOver(Int)
        /// The source has more open connections than this among those that came to this rule.
        case connectionsOfSourceOver(Int, set: String)
        /// The source's /24 has more open connections than this among those that came to this rule.
        case connectionsOfSourcePrefixOver(Int, set: String)
        /// The source sends more packets to this rule in a minute than this, which is also its burst.
        case packetsPerMinuteOfSourceOver(Int, set: String)
    }

    package enum ConnectionState: String, Hashable, Sendable {
        case established
        case related
        case new
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

    package enum Verdict: String, Hashable, Sendable {
        case accept
        case drop
    }

    package var matches: [Match]
    package var counter: CounterName?
    /// `nil` only for a text of somebody else's, which says by itself what it decides.
    package var verdict: Verdict?
    /// A whole rule in nft syntax, instead of matches, counter and verdict.
    package var text: String?
    /// At most 128 bytes, no double quote (nft's limit); above a text, any one line.
    package var comment: String?

    package init(_ matches: [Match], counter: CounterName? = nil, _ verdict: Verdict, comment: String? = nil) {
        self.matches = matches
        self.counter = counter
        self.verdict = verdict
        self.text = nil
        self.comment = comment
    }

    /// A rule of somebody else's.
    ///
    /// - Parameters:
    ///   - text: One line of nft syntax.
    ///   - note: Stands in a comment of the file above the rule, because the rule may have a comment of its own.
    package init(text: String, note: String) {
        self.matches = []
        self.counter = nil
        self.verdict = nil
        self.text = text
        self.comment = note
    }
}
