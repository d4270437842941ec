internal import Lab

/// The hosts of a lab that is up.
struct LabListing {
    private let record: LabRecord
    private let console: Console

    init(_ record: LabRecord, _ console: Console) {
        self.record = record
        self.console = console
    }

    /// - Parameter states: What is known of each host's node, in the order of the record.
    func print(states: [String] = []) {
        self.console.print("lab \(self.record.network) is up, from \(Console.safe(self.record.file))")
        let width = self.record.hosts.map(\.name.count).max() ?? 0
        for (number, host) in self.record.hosts.enumerated() {
            let state = number < states.count ? states[number] : ""
            let line =
                "  \(host.name.padded(to: width))  \(host.kind.padded(to: 10))  "
                + host.addresses.joined(separator: ", ").padded(to: 30) + "  " + state
            self.console.print(String(line.reversed().drop { $0 == " " }.reversed()))
        }
    }
}
