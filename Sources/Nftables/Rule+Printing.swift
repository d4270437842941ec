internal import Addressing

extension Rule.Match {
    /// Appends the match as nft 1.0.6 lists it.
    func write(to text: inout String) {
        switch self {
        case .inputInterface(let name): Self.write("iifname \"", name, "\"", to: &text)
        case .outputInterface(let name): Self.write("oifname \"", name, "\"", to: &text)
        case .connectionState(let state): Self.write("ct state ", state.rawValue, to: &text)
        case .connectionStates(let states):
            Self.write("ct state ", states.map(\.rawValue).joined(separator: ","), to: &text)
        case .ipv6: text += "meta nfproto ipv6"
        case .icmp: text += "meta l4proto icmp"
        case .icmpTypes(let types): Self.write("icmp type ", Self.list(types.map(\.rawValue)), to: &text)
        case .sourceIn(let set): Self.write("ip saddr @", set, to: &text)
        case .sourceNotIn(let set): Self.write("ip saddr != @", set, to: &text)
        case .reversePathMissing: text += "fib saddr . iif oif missing"
        case .destinationIn(let set): Self.write("ip daddr @", set, to: &text)
        case .tcpDestinationIn(let set): Self.write("ip daddr . tcp dport @", set, to: &text)
        case .tcpDestinationPort(let port): Self.write("tcp dport ", port.description, to: &text)
        case .udpDestinationPort(let port): Self.write("udp dport ", port.description, to: &text)
        case .tcp: text += "meta l4proto tcp"
        case .tcpSourcePort(let port): Self.write("tcp sport ", port.description, to: &text)
        case .tcpOpening: text += "tcp flags syn / fin,syn,rst,ack"
        case .tcpContinuing: text += "tcp flags ack / syn,ack"
        case .tcpFlags(let flags):
            Self.write("tcp flags ", flags.map(\.rawValue).joined(separator: ","), to: &text)
        case .connectionIn(let set, let direction): Self.write(direction.words, " @", set, to: &text)
        case .connectionKept(let seconds, let set, let direction):
            text += "update @\(set) { \(direction.words) timeout \(Self.duration(seconds)) }"
        case .connectionAdded(let seconds, let set, let direction):
            text += "add @\(set) { \(direction.words) timeout \(Self.duration(seconds)) }"
        case .ipv6SourceIn(let set): Self.write("ip6 saddr @", set, to: &text)
        case .ipv6DestinationIn(let set): Self.write("ip6 daddr @", set, to: &text)
        // The other name of it, ipv6-icmp, nft knows only where /etc/protocols is.
        case .icmpv6: text += "meta l4proto icmpv6"
        case .icmpv6Types(let types): Self.write("icmpv6 type ", Self.list(types.map(\.rawValue)), to: &text)
        case .ipv6HopLimit(let limit): Self.write("ip6 hoplimit ", String(limit), to: &text)
        case .connectionsOver(let count): Self.write("ct count over ", String(count), to: &text)
        case .connectionsOfSourceOver(let count, let set):
            text += "add @\(set) { ip saddr ct count over \(count) }"
        case .connectionsOfSourcePrefixOver(let count, let set):
            text += "add @\(set) { ip saddr & 255.255.255.0 ct count over \(count) }"
        case .packetsOfSourceOver(let rate, let set):
            text += "update @\(set) { ip saddr \(rate.over) }"
        case .packetsOfIPv6SourceOver(let rate, let set):
            text += "update @\(set) { ip6 saddr \(rate.over) }"
        case .packetsWithin(let rate): text += rate.within
        case .packetsOver(let rate): text += rate.over
        }
    }

    /// As nft lists a time, such as `2m10s`.
    private static func duration(_ seconds: Int) -> String {
        let (minutes, rest) = seconds.quotientAndRemainder(dividingBy: 60)
        return (minutes > 0 ? "\(minutes)m" : "") + (rest > 0 ? "\(rest)s" : "")
    }

    /// As nft lists a set of one or more names.
    private static func list(_ names: [String]) -> String {
        names.count == 1 ? names[0] : "{ \(names.joined(separator: ", ")) }"
    }

    private static func write(_ first: String, _ second: String, _ third: String = "", to text: inout String) {
        text += first
        text += second
        text += third
    }
}

extension Rule.Direction {
    fileprivate var words: String {
        switch self {
        case .fromPeer: "ip saddr . tcp sport . ip daddr . tcp dport"
        case .toPeer: "ip daddr . tcp dport . ip saddr . tcp sport"
        }
    }
}

extension Rule.Rate {
    var within: String { "limit rate \(self.words)" }
    var over: String { "limit rate over \(self.words)" }

    /// nft 1.0.6 leaves out its default burst.
    private var words: String {
        let burst = self.burst == Self.defaultBurst ? "" : " burst \(self.burst) packets"
        return "\(self.count)/\(self.unit.rawValue)\(burst)"
    }
}

extension Rule.Verdict {
    var words: String {
        switch self {
        case .accept: "accept"
        case .drop: "drop"
        case .reject: "reject with icmpx admin-prohibited"
        case .reset: "reject with tcp reset"
        case .goto(let chain): "goto \(chain)"
        case .notrack: "notrack"
        case .synproxy(let proxy):
            "synproxy mss \(proxy.maximumSegmentSize) wscale \(proxy.windowScale) timestamp sack-perm"
        }
    }
}
