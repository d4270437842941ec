import PacketSpace
import TestSupport

/// Makes random matches.
struct MatchGrammar {
    private let hook: Hook
    /// Of the table: `ip`, `ip6` or `inet`.
    var family = "inet"

    init(hook: Hook) {
        self.hook = hook
    }

    func match(_ dice: inout Dice) -> String {
        switch dice.number(0...29) {
        case 0...2: return self.port(&dice)
        case 3...5: return self.address(&dice)
        case 6...7: return self.state(&dice)
        case 8...9: return self.interface(&dice)
        case 10...11: return self.flags(&dice)
        case 12: return self.icmp(&dice)
        case 13...14: return self.mark(&dice)
        case 15...16: return self.transport(&dice)
        case 17: return self.size(&dice)
        case 18...19: return self.namedSet(&dice)
        case 20...21: return self.concatenation(&dice)
        case 25...26: return RouteGrammar.match(self.hook, &dice)
        case 27...28: return self.detail(&dice)
        default: return self.port(&dice)
        }
    }

    private func comparison(_ dice: inout Dice) -> String {
        dice.one(of: ["", "", "", "!= ", "< ", "> ", "<= ", ">= "])
    }

    private func equality(_ dice: inout Dice) -> String {
        dice.one(of: ["", "", "!= "])
    }

    private func port(_ dice: inout Dice) -> String {
        var headers = [
            "tcp", "tcp", "udp", "th", "meta l4proto { tcp, udp } th", "meta l4proto 254 th", "meta l4proto tcp tcp",
        ]
        if self.family == "ip6" || self.family == "inet" && dice.onceIn(4) {
            headers += ["ip6 nexthdr tcp tcp", "ip6 nexthdr udp udp", "ip6 nexthdr 254 th", "ip6 nexthdr 6 th"]
        }
        let header = dice.one(of: headers)
        let field = "\(header) \(dice.one(of: ["sport", "dport"]))"
        let start = dice.number(20...24)
        // nft 1.0.6 dies when it lists anything else of a protocol that it does not know.
        if header.contains("254") { return "\(field) \(start)" }
        switch dice.number(0...4) {
        case 0: return "\(field) \(self.equality(&dice))\(start)-\(start + dice.number(1...3))"
        case 1: return "\(field) \(self.equality(&dice)){ \(start), \(start + 2) }"
        case 2: return "\(field) \(self.equality(&dice)){ \(start)-\(start + 1), \(start + 3) }"
        // A value beside the mask is never there.
        case 3: return "\(field) & 3 \(dice.one(of: ["==", "!="])) \(dice.number(0...4))"
        default: return "\(field) \(self.comparison(&dice))\(start)"
        }
    }

    private func address(_ dice: inout Dice) -> String {
        let side = dice.one(of: ["saddr", "daddr"])
        if self.family == "ip6" || self.family == "inet" && dice.onceIn(3) {
            let value = dice.one(of: [
                "fd00::1", "fd00::/64", "fd00::2-fd00::4", "{ fd00::1, fd00::3 }", "fd00:0:0:1::/64",
                "{ fd00::/63, fd00:0:0:2::1 }",
            ])
            if dice.onceIn(6) { return "ip6 \(side) & ::3 == ::\(dice.number(0...3))" }
            return "ip6 \(side) \(self.equality(&dice))\(value)"
        }
        if dice.onceIn(5) {
            let mask = dice.one(of: [("255.255.255.0", "10.0.0.0"), ("255.0.0.1", "10.0.0.1"), ("0.0.0.3", "0.0.0.2")])
            return "ip \(side) & \(mask.0) \(dice.onceIn(3) ? "!=" : "==") \(mask.1)"
        }
        if dice.onceIn(5) { return "ip \(side) \(self.comparison(&dice))10.0.0.\(dice.number(1...5))" }
        let value = dice.one(of: [
            "10.0.0.1", "10.0.0.0/30", "10.0.0.2-10.0.0.5", "{ 10.0.0.1, 10.0.0.3 }", "10.0.0.0/8",
            "{ 10.0.0.0/31, 10.0.0.4-10.0.0.6, 10.255.0.0/16 }", "10.0.0.3/32",
        ])
        return "ip \(side) \(self.equality(&dice))\(value)"
    }

    private func state(_ dice: inout Dice) -> String {
        dice.one(of: [
            "ct state new", "ct state established,related", "ct state != new", "ct state { new, untracked }",
            "ct state invalid",
            "ct state != established,related", "ct state untracked", "ct state != { new, invalid }", "ct state related",
            "ct state == established", "ct state ! new",
        ])
    }

    private func interface(_ dice: inout Dice) -> String {
        let isForwarding = [.forward, .postrouting, .output].contains(self.hook)
        let name =
            isForwarding ? dice.one(of: ["iifname", "oifname"]) : dice.one(of: ["iifname", "iifname", "oifname"])
        if dice.onceIn(9) { return "\(dice.one(of: ["iif", "oif"])) \(self.equality(&dice))0" }
        if dice.onceIn(5) { return "iif \(self.equality(&dice))\"\(dice.one(of: ["eth0", "eth1", "lo"]))\"" }
        let value = dice.one(of: [
            "\"eth0\"", "\"eth*\"", "\"lo\"", "\"a-very-long-nam\"", "\"eth\"", "{ \"eth0\", \"lan0\" }",
            "{ \"eth*\", \"lan0\" }",
            "\"a*\"", "\"nowhere\"",
        ])
        return "\(name) \(self.equality(&dice))\(value)"
    }

    private func flags(_ dice: inout Dice) -> String {
        dice.one(of: [
            "tcp flags syn", "tcp flags & (syn | ack) == syn", "tcp flags & (fin | syn | rst | ack) == syn",
            "tcp flags != syn",
            "tcp flags == syn", "tcp flags == (syn | ack)", "tcp flags ! syn", "tcp flags syn,ack",
            "tcp flags { syn, syn | ack }",
            "tcp flags & (fin | syn) == (fin | syn)", "tcp flags & (syn | rst) != 0", "tcp flags & ack == 0",
            "tcp flags & (fin | syn | rst | psh | ack | urg) == 0x0", "tcp flags != { syn, ack }",
        ])
    }

    private func icmp(_ dice: inout Dice) -> String {
        let four = [
            "icmp type echo-request", "icmp type != 8", "icmp type { echo-reply, destination-unreachable }",
            "icmp code 1",
            "icmp type < 8", "icmp type 3 icmp code 1",
        ]
        let six = [
            "icmpv6 type echo-request", "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert }", "icmpv6 type != 128",
            "icmpv6 code 0", "icmpv6 type >= 128", "ip6 nexthdr ipv6-icmp icmpv6 type echo-request",
            "ip6 nexthdr ipv6-icmp icmpv6 code 0",
        ]
        return dice.one(of: self.family == "ip" ? four : self.family == "ip6" ? six : four + six)
    }

    private func mark(_ dice: inout Dice) -> String {
        let mark = dice.one(of: ["meta mark", "ct mark"])
        switch dice.number(0...4) {
        case 0: return "\(mark) \(self.comparison(&dice))\(dice.number(0...3))"
        case 1: return "\(mark) & 2 == \(dice.one(of: [0, 2]))"
        case 2: return "\(mark) ^ 3 == 1"
        case 3: return "\(mark) \(self.equality(&dice)){ 1, 3 }"
        default: return "\(mark) \(self.equality(&dice))1-2"
        }
    }

    private func transport(_ dice: inout Dice) -> String {
        let number = self.equality(&dice)
        let value = dice.one(of: ["tcp", "udp", "icmp", "ipv6-icmp", "gre", "{ tcp, udp }", "{ tcp, icmp }"])
        var choices = ["meta l4proto \(number)\(value)", "meta nfproto \(number)ipv4", "meta nfproto ipv6"]
        choices.append("meta protocol \(number)\(dice.one(of: ["ip", "ip6"]))")
        if self.family != "ip6" { choices += ["ip protocol \(number)\(value)", "ip version 4"] }
        if self.family != "ip" { choices.append("ip6 nexthdr \(number)\(value)") }
        return dice.one(of: choices)
    }

    private func size(_ dice: inout Dice) -> String {
        let field = dice.one(of: ["meta length", "ip ttl", "ip6 hoplimit", "ip length"])
        return dice.onceIn(3) ? "\(field) \(self.equality(&dice))63-64" : "\(field) \(self.comparison(&dice))64"
    }

    private func detail(_ dice: inout Dice) -> String {
        let number = dice.number(1...40)
        let header = self.family == "ip6" ? "ip6" : self.family == "ip" ? "ip" : dice.one(of: ["ip", "ip6"])
        let label = header == "ip" ? "ip id" : "ip6 flowlabel"
        let group =
            self.hook == .prerouting || self.hook == .input ? "iifgroup" : dice.one(of: ["iifgroup", "oifgroup"])
        switch dice.number(0...7) {
        case 0: return "\(label) \(self.comparison(&dice))\(number)"
        case 1: return "\(label) & 3 == \(number & 3)"
        case 2: return "\(header) dscp \(self.comparison(&dice))\(dice.one(of: ["1", "5", "cs1", "8", "15", "cs2"]))"
        case 3:
            let isOfSet = header == (self.family == "ip6" ? "ip6" : "ip") && dice.onceIn(2)
            return "\(header) dscp \(self.equality(&dice))\(isOfSet ? "@points" : "{ cs1, 2-4, af11 }")"
        case 4: return "\(header) ecn \(self.equality(&dice))\(dice.one(of: ["not-ect", "ect0", "ect1", "ce"]))"
        case 5: return "\(group) \(self.comparison(&dice))\(dice.number(0...4))"
        case 6: return "\(group) \(self.equality(&dice)){ 1, 3-4, \"default\" }"
        default:
            return dice.one(of: [
                "ct direction \(self.equality(&dice))\(dice.one(of: ["reply", "original"]))",
                "ct status \(dice.one(of: ["seen-reply", "assured", "confirmed", "dnat", "snat", "dnat,assured"]))",
                "ct status != \(dice.one(of: ["assured", "seen-reply"]))",
                "ct status & (confirmed | seen-reply) == confirmed", "ct status & (snat | dnat) != 0",
            ])
        }
    }

    private func namedSet(_ dice: inout Dice) -> String {
        let equality = self.equality(&dice)
        let ports = dice.one(of: ["tcp dport", "udp dport", "tcp sport"])
        return dice.one(of: [
            "\(ports) \(equality)@ports", "\(ports) \(equality)@port_ranges", "\(ports) \(equality)@expiring",
            "\(ports) \(equality)@limited", "\(ports) \(equality){ 22 limit rate 1/minute burst 1 packets, 23 }",
            "\(ports) \(equality){ 22, * }", "ip saddr \(equality){ 10.0.0.1 comment \"x\", 10.0.0.2 counter }",
            "ip saddr \(equality)@addresses", "ip daddr \(equality)@addresses", "ip6 saddr \(equality)@wide",
            "ip saddr . tcp dport \(equality)@pairs", "ip daddr . udp dport \(equality)@pairs",
            "ip saddr . meta l4proto . th dport \(equality)@exact", "ip saddr \(equality)@learned",
            "meta mark set ip saddr map @marks",
        ])
    }

    private func concatenation(_ dice: inout Dice) -> String {
        let equality = self.equality(&dice)
        let port = dice.number(20...23)
        var choices = [
            "iifname . tcp dport \(equality){ \"eth0\" . \(port), \"eth1\" . \(port + 1) }",
            "meta l4proto . th dport \(equality){ tcp . \(port), udp . \(port)-\(port + 2) }",
            "meta mark . tcp dport \(equality){ 1 . \(port), 2 . \(port + 1) }",
            "ct state . tcp dport \(equality){ new . \(port), established . \(port) }",
        ]
        if self.family != "ip6" {
            choices += [
                "ip saddr . tcp dport \(equality){ 10.0.0.1 . \(port), 10.0.0.2 . \(port) }",
                "ip saddr . tcp dport \(equality){ 10.0.0.0/30 . \(port)-\(port + 1), 10.0.0.5 . \(port) }",
                "ip saddr . ip daddr \(equality){ 10.0.0.0/30 . 10.0.0.4/31 }",
                "iifname . ip saddr . tcp dport { \"eth0\" . 10.0.0.1 . \(port) }",
            ]
        }
        if self.family != "ip" {
            choices.append("ip6 saddr . tcp dport \(equality){ fd00::1 . \(port), fd00::2 . \(port) }")
            choices.append("ip6 nexthdr . tcp dport \(equality){ tcp . \(port), hopopt . \(port + 1) }")
        }
        return dice.one(of: choices)
    }
}
