import PacketSpace
import TestSupport

/// Random statements that change addresses.
enum TranslationGrammar {
    static func statement(_ family: String, _ changesDestination: Bool, _ hook: Hook, _ dice: inout Dice) -> String {
        let isWide = family == "ip6" || family == "inet" && dice.onceIn(3)
        let kind = family == "inet" ? (isWide ? "ip6 " : "ip ") : ""
        let address = isWide ? "fd00::\(dice.number(1...4))" : "10.0.0.\(dice.number(1...5))"
        let port = 20 + dice.number(0...4)
        let target = isWide ? "[\(address)]:\(port)" : "\(address):\(port)"
        // A port needs a protocol that has ports.
        let withPort = dice.one(of: ["meta l4proto tcp", "meta l4proto udp"])
        guard changesDestination else {
            var choices = ["snat \(kind)to \(address)", "\(withPort) snat \(kind)to \(target)"]
            if hook == .postrouting { choices.append("masquerade") }
            return dice.one(of: choices)
        }
        return dice.one(of: [
            "dnat \(kind)to \(address)", "dnat \(kind)to \(address)", "\(withPort) dnat \(kind)to \(target)",
            "redirect", "\(withPort) redirect to :\(port)",
        ])
    }
}
