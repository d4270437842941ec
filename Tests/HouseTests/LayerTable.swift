/// Which target may import what: the layers of the design, as data.
struct LayerTable {
    /// From the top of the house to the bottom of its cellar: a target imports only targets of the rows before its own.
    static let rows: [[String]] = [
        ["CLinux", "CNftables", "COpenSSL", "CSecp256k1", "CYaml"],
        ["Addressing"],
        ["Diagnostics", "Nftables", "PeerProtocol", "Skywelld", "TLS"],
        ["Topology"],
        ["Compiler", "Overlay", "PacketSpace"],
        ["Files"],
        ["Crawler", "Deploy", "Lab", "Node", "Simulation"],
        ["Graph", "Linter", "Verification"],
        ["picket"],
    ]

    /// What comes from outside this package, and who alone may import it. What is not listed, nobody may.
    static let outside: [String: Set<String>] = [
        "ArgumentParser": ["picket"],
        "FoundationEssentials": ["Crawler", "Deploy", "Lab", "Nftables", "PeerProtocol", "picket"],
        "Glibc": ["Crawler", "Deploy", "Files", "Lab", "Node", "Simulation", "picket"],
        "Logging": ["Node"],
        "NIOCore": ["Node"],
        "NIOPosix": ["Node"],
        "SwiftProtobuf": ["PeerProtocol"],
        "Synchronization": ["Lab", "Simulation"],
    ]

    /// Each of our own libraries in C has one owner: the target that wraps it.
    static let foreign: [String: Set<String>] = [
        "CLinux": ["Files", "Lab"],
        "CNftables": ["Nftables"],
        "COpenSSL": ["PeerProtocol", "Skywelld", "TLS"],
        "CSecp256k1": ["Skywelld"],
        "CYaml": ["Topology"],
    ]

    /// Why a target must not import a module; `nil` if it may.
    static func objection(to module: String, in target: String) -> String? {
        guard let row = self.row(of: target) else { return "\(target) is in no layer" }
        if let importers = self.outside[module] ?? self.foreign[module] {
            return importers.contains(target) ? nil : "\(target) must not import \(module)"
        }
        guard let other = self.row(of: module) else { return "\(target) imports \(module), which nobody may" }
        return other < row ? nil : "\(target) must not import \(module), which is not above it"
    }

    private static func row(of target: String) -> Int? {
        self.rows.firstIndex { $0.contains(target) }
    }
}
