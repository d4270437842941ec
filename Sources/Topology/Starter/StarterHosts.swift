internal import Addressing

/// The lines of `hosts` of a starter: one line per role and zone.
struct StarterHosts {
    private struct Line {
        let name: String
        let settings: String
    }

    private let starter: Starter

    init(_ starter: Starter) {
        self.starter = starter
    }

    /// The lines, with their settings below each other.
    var text: String {
        let lines = self.validators + self.sentries
        let width = lines.map(\.name.utf8.count).max() ?? 0
        return lines.map { line in
            let blanks = String(repeating: " ", count: width - line.name.utf8.count)
            return "  \(line.name):\(blanks) { \(line.settings) }\n"
        }.joined()
    }

    private var validators: [Line] {
        var addresses = self.privateAddresses(offset: 11, used: 0)
        return self.lines(.validator, self.starter.validators) { "backbone: \(addresses.take($0))" }
    }

    private var sentries: [Line] {
        var backbone = self.privateAddresses(offset: 101, used: self.starter.validators)
        var internet = StarterAddresses(
            self.starter.publicPrefix,
            offset: 11,
            used: 0,
            needed: self.starter.sentries + Starter.labAddressesInPublic
        )
        return self.lines(.sentry, self.starter.sentries) { count in
            "backbone: \(backbone.take(count)), internet: \(internet.take(count))"
        }
    }

    private func privateAddresses(offset: UInt32, used: Int) -> StarterAddresses {
        let needed = self.starter.validators + self.starter.sentries + Starter.labAddressesInPrivate
        return StarterAddresses(self.starter.privatePrefix, offset: offset, used: used, needed: needed)
    }

    /// Spreads hosts evenly over the zones.
    private func lines(_ role: Role, _ count: Int, addresses: (Int) -> String) -> [Line] {
        (0..<self.starter.zones).compactMap { zone in
            let share = count / self.starter.zones + (zone < count % self.starter.zones ? 1 : 0)
            guard share > 0 else { return nil }
            let isOnlyZone = self.starter.zones == 1
            let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(zone)))
            let ending = share > 1 ? "-{1..\(share)}" : isOnlyZone ? "-1" : ""
            let name = "\(role.rawValue)\(isOnlyZone ? "" : "-\(letter)")\(ending)"
            let settings = "role: \(role.rawValue)\(isOnlyZone ? "" : ", zone: zone-\(letter)")"
            return Line(name: name, settings: "\(settings), \(addresses(share))")
        }
    }
}
