package import Nftables

/// The counters that every generated ruleset has, and what they count.
extension CounterName {
    /// New packets to a hidden host's peer port: nobody has reason to send one.
    package static let peerPortKnocks: CounterName = "peer-port-knocks"
    /// New connections of strangers above a ceiling.
    package static let strangersRefused: CounterName = "strangers-refused"
    /// Packets that came in by an interface that does not lead to their source, or with an address of the host itself.
    package static let spoofedDropped: CounterName = "spoofed-dropped"
    /// Packets that belong to no flow and cannot begin one.
    package static let invalidDropped: CounterName = "invalid-dropped"
    /// ICMP above its rate.
    package static let icmpRefused: CounterName = "icmp-refused"
    /// All other new packets that no rule lets in.
    package static let inboundDropped: CounterName = "inbound-dropped"
    /// Packets that came to be passed on to another host.
    package static let forwardDropped: CounterName = "forward-dropped"
    /// Packets that the host itself tried to send.
    package static let outboundDropped: CounterName = "outbound-dropped"
    /// IPv6 in either direction.
    package static let ipv6Dropped: CounterName = "ipv6-dropped"
}
