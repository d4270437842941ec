internal import Addressing

extension Rule.Match {
    /// Appends the match as nft 1.0.6 lists it.
    func write(to text: inout String) {
        switch self {
        case .inputInterface(let name): Self.write("iifname \"", name, "\"", to: &text)
        case .outputInterface(let name): Self.write("oifname \"", name, "\"", to: &text)
        case .connectionState(let state): Self.write("ct state ", state.rawValue, to: &text)
        case .ipv6: text += "meta nfproto ipv6"
        case .icmp: text += "meta l4proto icmp"
        case .icmpTypes(let types): Self.write("icmp type { ", Self.list(types.map(\.rawValue)), " }", to: &text)
        case .sourceIn(let set): Self.write("ip saddr @", set, to: &text)
        case .destinationIn(let set): Self.write("ip daddr @", set, to: &text)
        case .tcpDestinationIn(let set): Self.write("ip daddr . tcp dport @", set, to: &text)
        case .tcpDestinationPort(let port): Self.write("tcp dport ", port.description, to: &text)
        case .udpDestinationPort(let port): Self.write("udp dport ", port.description, to: &text)
        case .ipv6SourceIn(let set): Self.write("ip6 saddr @", set, to: &text)
        case .ipv6DestinationIn(let set): Self.write("ip6 daddr @", set, to: &text)
        case .icmpv6: text += "meta l4proto ipv6-icmp"
        case .icmpv6Types(let types): Self.write("icmpv6 type { ", Self.list(types.map(\.rawValue)), " }", to: &text)
        case .ipv6HopLimit(let limit): Self.write("ip6 hoplimit ", String(limit), to: &text)
        case .connectionsOver(let count): Self.write("ct count over ", String(count), to: &text)
        case .connectionsOfSourceOver(let count, let set):
            text += "add @\(set) { ip saddr ct count over \(count) }"
        case .connectionsOfSourcePrefixOver(let count, let set):
            text += "add @\(set) { ip saddr & 255.255.255.0 ct count over \(count) }"
        case .packetsPerMinuteOfSourceOver(let count, let set):
            text += "update @\(set) { ip saddr limit rate over \(count)/minute burst \(count) packets }"
        }
    }

    private static func list(_ names: [String]) -> String {
        names.joined(separator: ", ")
    }

    private static func write(_ first: String, _ second: String, _ third: String = "", to text: inout String) {
        text += first
        text += second
        text += third
    }
}
