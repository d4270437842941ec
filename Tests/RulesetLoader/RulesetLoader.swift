internal import Glibc
internal import Nftables

/// Loads rulesets into the kernel of the network namespace that it stands in, and checks what the kernel made of them.
///
/// For tests: run it in a namespace of its own, with files for `nft -f` as arguments. Ends with 0 if everything is as it
/// must be, otherwise with 1 and a line for each complaint on standard error. After `--list` it prints, for each file, a
/// line of JSON as the kernel lists it, loaded where there was nothing. After `--round-trip` it compares the model, its text,
/// its JSON and the kernel, and prints the names of files that the model cannot read, then how many it compared and how
/// many of them differ from each other; after `--misread` with a model that overlooks rules. After `--reprint` it prints how many rules of somebody else's come
/// back from JSON as they were, and how many were not printed.
@main
enum RulesetLoader {
    /// Other people's tables, one of them with our name in another family.
    private static let strangers = """
        table inet somebody { chain input { type filter hook input priority 0; policy accept; tcp dport 1 accept; }; }
        table ip picket { chain mine { tcp dport 2 accept; }; }
        """

    static func main() throws {
        let paths = CommandLine.arguments.dropFirst(2)
        switch CommandLine.arguments.dropFirst().first {
        case "--list": try Self.list(paths)
        case "--round-trip": try Self.compare(paths, isMisread: false)
        case "--misread": try Self.compare(paths, isMisread: true)
        case "--reprint": try Self.reprint(paths)
        default: break
        }
        var complaints: [String] = []
        for path in CommandLine.arguments.dropFirst() {
            guard let text = Self.read(path) else {
                complaints.append("\(path): cannot be read")
                continue
            }
            do {
                complaints += try Self.check(text).map { "\(path): \($0)" }
            } catch {
                complaints.append("\(path): \(error)")
            }
        }
        Self.end(complaints)
    }

    private static func end(_ complaints: [String]) -> Never {
        for complaint in complaints {
            let line = Array((complaint + "\n").utf8)
            _ = write(STDERR_FILENO, line, line.count)
        }
        exit(complaints.isEmpty ? 0 : 1)
    }

    private static func compare(_ paths: some Sequence<String>, isMisread: Bool) throws -> Never {
        let context = try NftablesContext()
        var complaints: [String] = []
        var trips: [RoundTrip] = []
        for path in paths {
            do {
                trips.append(try RoundTrip(path, Self.read(path) ?? "", isMisread: isMisread, context))
            } catch is RoundTrip.Unread {
                print("unread: \(path)")
            } catch {
                complaints.append("\(path): \(error)")
            }
        }
        complaints += trips.flatMap(\.complaints)
        // The comparison must tell apart whatever is not the same.
        let groups = Dictionary(grouping: trips, by: \.listed.withoutOrder)
        for group in groups.values where Set(group.map { Self.body(of: $0.ruleset) }).count > 1 {
            complaints.append("confused: \(group.map(\.path))")
        }
        print("\(trips.count) compared, \(groups.count) different")
        Self.end(complaints)
    }

    private static func reprint(_ paths: some Sequence<String>) throws -> Never {
        let context = try NftablesContext()
        var complaints: [String] = []
        for path in paths {
            do {
                let count = try Reprint.check(Self.read(path) ?? "", context)
                print("\(path): \(count.printed) printed, \(count.others) others")
            } catch {
                complaints.append("\(path): \(error)")
            }
        }
        Self.end(complaints)
    }

    private static func body(of ruleset: Ruleset) -> Ruleset {
        Ruleset(header: [], main: ruleset.main, slots: ruleset.slots)
    }

    private static func list(_ paths: some Sequence<String>) throws -> Never {
        let context = try NftablesContext()
        for path in paths {
            do {
                try context.run("flush ruleset\n" + (Self.read(path) ?? "nothing"))
                print(try context.run("list ruleset", format: .json))
            } catch {
                let line = Array("\(path): \(error)\n".utf8)
                _ = write(STDERR_FILENO, line, line.count)
                exit(1)
            }
        }
        exit(0)
    }

    private static func check(_ ruleset: String) throws(NftablesError) -> [String] {
        let context = try NftablesContext()
        try context.run("flush ruleset\n\(Self.strangers)")
        let others = ["inet somebody", "ip picket"].map { context.listing(ofTable: $0) }
        var complaints: [String] = []
        func expect(_ condition: Bool, _ complaint: String) {
            if !condition { complaints.append(complaint) }
        }
        expect(context.listingOfOurs() == nil, "there is a table before one was loaded")
        expect(try context.packetCounts().isEmpty, "there are counters before any were loaded")

        try context.run(ruleset)
        let first = context.listingOfOurs()
        expect(first != nil, "no table came of it")
        // The name under which nft lists it is one of /etc/protocols.
        let listed = Self.rules(in: first ?? "").map { $0.replacing("l4proto ipv6-icmp", with: "l4proto icmpv6") }
        expect(listed == Self.rules(in: ruleset), "the kernel lists other rules:\n\(first ?? "")")
        let counters = Set(Self.counters(in: ruleset))
        expect(try Set(context.packetCounts().keys) == counters, "the kernel counts with other counters")
        expect(try context.packetCounts().values.allSatisfy { $0 == 0 }, "a new counter does not begin at nothing")

        try context.run(ruleset)
        expect(context.listingOfOurs() == first, "loading it twice is not loading it once")
        try context.run("insert rule \(Ruleset.table) input accept")
        expect(context.listingOfOurs() != first, "an added rule is not seen")
        try context.run(ruleset)
        expect(context.listingOfOurs() == first, "loading it does not replace what was there")

        // Whatever may have become of the table of slots, and what older files may have left in it.
        for disturbance in Self.disturbances(of: ruleset) {
            do throws(NftablesError) {
                try context.run(disturbance)
                try context.run(ruleset)
            } catch {
                complaints.append("it is not taken after '\(disturbance)': \(error)")
            }
            expect(context.listingOfOurs() == first, "it does not replace what was there after '\(disturbance)'")
        }

        expect(
            Self.isRefused(ruleset + "table inet picket { chain x { nonsense; }; }\n", context),
            "nonsense was taken"
        )
        expect(Self.isRefused(ruleset + "delete table inet nothing\n", context), "an impossible command was taken")
        expect(context.listingOfOurs() == first, "half a transaction was left")
        expect(["inet somebody", "ip picket"].map { context.listing(ofTable: $0) } == others, "other tables changed")
        return complaints
    }

    private static func disturbances(of ruleset: String) -> [String] {
        let slots = Ruleset.slotsTable
        let removed = "table \(slots)\ndelete table \(slots)\n"
        let anyHost = [
            removed,
            removed + "add table \(slots)\nadd chain \(slots) input\nadd rule \(slots) input drop",
            removed + "add table \(slots)\n"
                + "add chain \(slots) input { type filter hook output priority -5; policy drop; }",
            removed + "add table \(slots)\n"
                + "add chain \(slots) output { type filter hook output priority 10; policy drop; }\n"
                + "add set \(slots) own-addresses { type ipv4_addr; flags interval; elements = { 10.0.0.0/8 }; }",
        ]
        guard ruleset.contains("table \(slots) {") else { return anyHost }
        return anyHost + [
            "add set \(slots) strangers-1 { type inet_service; size 65535; flags dynamic; }",
            "add set \(slots) own-diallers { type ipv4_addr; }",
            "insert rule \(slots) input accept",
            "delete table \(Ruleset.table)",
        ]
    }

    private static func isRefused(_ commands: String, _ context: borrowing NftablesContext) -> Bool {
        do {
            try context.run(commands)
            return false
        } catch {
            return !error.message.isEmpty
        }
    }

    /// The lines inside the chains, in order, without comments of the file.
    private static func rules(in text: String) -> [Substring] {
        var isInside = false
        var lines: [Substring] = []
        for line in text.split(separator: "\n") {
            let line = line.drop { $0 == "\t" || $0 == " " }
            if line.hasPrefix("chain ") {
                isInside = true
            } else if line == "}" {
                isInside = false
            }
            if isInside, !line.hasPrefix("#") { lines.append(line) }
        }
        return lines
    }

    private static func counters(in text: String) -> [CounterName] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split { $0 == " " || $0 == "\t" }
            return words.count == 3 && words[0] == "counter" && words[2] == "{"
                ? CounterName(rawValue: String(words[1])) : nil
        }
    }

    private static func read(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
