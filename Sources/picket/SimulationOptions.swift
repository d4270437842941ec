internal import ArgumentParser
internal import Simulation

/// A time as one writes it: `500ms`, `90s`, `10m`, `1h`.
struct VirtualTime: ExpressibleByArgument {
    private static let units: [(name: String, milliseconds: Int)] = [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000),
    ]
    /// A month.
    private static let longest = 31 * 24 * 3_600_000

    let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    init?(argument: String) {
        for unit in Self.units where argument.hasSuffix(unit.name) {
            guard let count = Int(argument.dropLast(unit.name.count)), count > 0,
                count <= Self.longest / unit.milliseconds
            else { continue }
            self.duration = .milliseconds(count * unit.milliseconds)
            return
        }
        return nil
    }

    var defaultValueDescription: String { Self.text(self.duration) }

    /// As it is written on a command line, in whole milliseconds.
    static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        guard attoseconds > 0 else { return "\(seconds)s" }
        return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms"
    }
}

/// Kinds of faults, divided by commas; `all` or `none`.
struct FaultKinds: ExpressibleByArgument {
    let kinds: [Fault.Kind]

    init(_ kinds: [Fault.Kind]) {
        self.kinds = kinds
    }

    init?(argument: String) {
        switch argument {
        case "all": self.kinds = Fault.Kind.allCases
        case "none": self.kinds = []
        default:
            let words = argument.split(separator: ",", omittingEmptySubsequences: false)
            let kinds = words.compactMap { Fault.Kind(rawValue: String($0)) }
            guard kinds.count == words.count else { return nil }
            self.kinds = kinds
        }
    }

    var defaultValueDescription: String { Self.text(self.kinds) }

    /// As it is written on a command line.
    static func text(_ kinds: [Fault.Kind]) -> String {
        if kinds == Fault.Kind.allCases { return "all" }
        return kinds.isEmpty ? "none" : kinds.map(\.rawValue).joined(separator: ",")
    }
}

/// Numbers of faults, divided by commas.
struct FaultNumbers: ExpressibleByArgument {
    let numbers: [Int]

    init?(argument: String) {
        let words = argument.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = words.compactMap { Int($0) }
        guard numbers.count == words.count else { return nil }
        self.numbers = numbers
    }
}
