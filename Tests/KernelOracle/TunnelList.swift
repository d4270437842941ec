/// Interfaces by name.
struct TunnelList {
    /// A tunnel that can stand in an array.
    private final class Entry {
        let tunnel: Tunnel

        init(_ name: String) throws(OracleError) {
            self.tunnel = try Tunnel(name)
        }
    }

    private let entries: [Entry]

    init(_ names: [String]) throws(OracleError) {
        var entries: [Entry] = []
        for (number, name) in names.enumerated() {
            let entry = try Entry(name)
            try entry.tunnel.setAddress(UInt8(number + 1))
            entries.append(entry)
        }
        self.entries = entries
    }

    /// Lets a packet come in by an interface; by the first if there is none of that name.
    func receive(_ packet: [UInt8], by name: String?) throws(OracleError) {
        let entry = self.entries.first { $0.tunnel.name == name } ?? self.entries[0]
        try entry.tunnel.receive(packet)
    }

    /// Throws away what the kernel sent out.
    func drain() {
        for entry in self.entries { entry.tunnel.drain() }
    }
}
