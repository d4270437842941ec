package import Addressing

/// One rule: if every match agrees, count, then decide.
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

    package enum Verdict: String, Hashable, Sendable {
        case accept
        case drop
    }

    package var matches: [Match]
    package var counter: CounterName?
    package var verdict: Verdict
    /// At most 128 bytes, no double quote (nft's limit).
    package var comment: String?

    package init(_ matches: [Match], counter: CounterName? = nil, _ verdict: Verdict, comment: String? = nil) {
        self.matches = matches
        self.counter = counter
        self.verdict = verdict
        self.comment = comment
    }
}
