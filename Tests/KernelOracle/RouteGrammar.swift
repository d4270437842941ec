import PacketSpace
import TestSupport

/// Random questions to the routes.
enum RouteGrammar {
    static func match(_ hook: Hook, _ dice: inout Dice) -> String {
        let side = dice.one(of: ["saddr", "daddr"])
        let equality = dice.one(of: ["", "", "!= "])
        let type = dice.one(of: [
            "local", "unicast", "broadcast", "multicast", "{ local, broadcast }", "{ unicast, multicast, anycast }",
        ])
        let plain = "fib \(side) type \(equality)\(type)"
        // Where a packet came in is asked of packets that came in.
        guard hook != .output, hook != .postrouting else { return plain }
        switch dice.number(0...6) {
        case 0: return plain
        case 1: return "fib \(side) . iif type \(equality)\(type)"
        case 2: return "fib saddr . iif oif \(equality)\(dice.one(of: ["\"eth0\"", "\"lan0\"", "\"lo\""]))"
        case 3: return "fib saddr . iif oifname \(equality)\(dice.one(of: ["\"eth*\"", "\"lan0\"", "\"eth0\""]))"
        default: return "fib saddr . iif oif \(dice.one(of: ["exists", "missing"]))"
        }
    }
}
