import TestSupport

/// The named sets of a random table.
enum SetGrammar {
    static func sets(_ family: String, _ dice: inout Dice) -> [String] {
        var sets: [String] = []
        let ports = Self.elements(0...3) { "\(20 + dice.number(0...4))" }
        sets.append("set ports { type inet_service; \(ports) }")
        let starts = [20, 22, 24].shuffled(using: &dice).prefix(dice.number(0...2))
        let ranges = Self.list(starts.map { "\($0)-\($0 + 1)" })
        sets.append("set port_ranges { type inet_service; flags interval; \(ranges) }")
        sets.append("set expiring { type inet_service; flags timeout; elements = { 22 timeout 1h, 23 } }")
        sets.append("set learned { type ipv4_addr; flags dynamic, timeout; timeout 1m; size 100; }")
        let verdicts = dice.one(of: [
            "", "elements = { 20 : accept, 22 : drop }", "elements = { 22 : jump b, 23 : return }",
        ])
        sets.append("map verdicts { type inet_service : verdict; \(verdicts) }")
        sets.append(
            "set addresses { type ipv4_addr; flags interval; "
                + dice.one(of: [
                    "", "elements = { 10.0.0.1, 10.0.0.4/30 }", "elements = { 10.0.0.2-10.0.0.5, 10.255.0.0/16 }",
                ])
                + " }"
        )
        sets.append(
            "set wide { type ipv6_addr; flags interval; "
                + dice.one(of: ["", "elements = { fd00::1, fd00:0:0:1::/64 }", "elements = { fd00::2-fd00::5 }"]) + " }"
        )
        sets.append(
            "set pairs { type ipv4_addr . inet_service; flags interval; "
                + dice.one(of: [
                    "", "elements = { 10.0.0.0/30 . 20-22 }", "elements = { 10.0.0.1 . 22, 10.0.0.2-10.0.0.4 . 21-23 }",
                ]) + " }"
        )
        sets.append(
            "set exact { type ipv4_addr . inet_proto . inet_service; "
                + dice.one(of: ["", "elements = { 10.0.0.1 . tcp . 22, 10.0.0.2 . udp . 23 }"]) + " }"
        )
        let point = family == "ip6" ? "ip6 dscp" : "ip dscp"
        sets.append("set points { typeof \(point); \(dice.one(of: ["", "elements = { 1, 8 }"])) }")
        sets.append("counter one { }")
        sets.append("ct helper ftp { type \"ftp\" protocol tcp; }")
        sets.append("map counters { type inet_service : counter; elements = { 20 : \"one\", 22 : \"one\" } }")
        sets.append(
            "set limited { type inet_service; \(dice.one(of: ["counter;", "limit rate 1/minute burst 1 packets;"])) "
                + "elements = { 22, 23 } }"
        )
        sets.append("map marks { type ipv4_addr : mark; elements = { 10.0.0.1 : 1, 10.0.0.2 : 2 } }")
        return sets
    }

    private static func elements(_ count: ClosedRange<Int>, _ element: () -> String) -> String {
        Self.list(Array(Set((0..<count.upperBound).map { _ in element() })).sorted())
    }

    private static func list(_ elements: [String]) -> String {
        elements.isEmpty ? "" : "elements = { \(elements.joined(separator: ", ")) }"
    }
}
