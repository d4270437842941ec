/// Tables with flags, in whose place libnftables 1.0.6 writes into JSON what happens to lie in its memory: some word, or
/// bytes that end the listing in the middle. In nft syntax it writes them as they are.
extension NftablesContext {
    /// How often a listing in parts is begun again because the rules changed meanwhile.
    private static let attempts = 3
    /// What stands around the objects of a listing.
    private static let (head, tail) = ("{\"nftables\": [", "]}")

    /// The whole ruleset where some tables are dormant: those without what is in them, since none of it is in force.
    ///
    /// - Returns: `nil` if no table has flags.
    /// - Throws: Also if a table has other flags, and its rules are in force.
    func listingAroundDormantTables() throws(NftablesError) -> KernelListing? {
        for _ in 0..<Self.attempts {
            let text = try self.run("list ruleset")
            let tables = Self.tables(of: text)
            let flagged = tables.filter { !$0.flags.isEmpty }
            guard !flagged.isEmpty else { return nil }
            if let other = flagged.first(where: { $0.flags != ["dormant"] }) {
                let flags = other.flags.joined(separator: ", ")
                throw NftablesError(
                    command: "list ruleset",
                    message:
                        "table \(other.name) has flags (\(flags)), and libnftables 1.0.6 cannot write such a table "
                        + "as JSON"
                )
            }
            var objects: [String] = []
            var bytecode = ""
            for table in tables {
                let words = table.name.split(separator: " ")
                if table.flags.isEmpty {
                    let part = try self.kernelListing(of: "table \(table.name)")
                    objects.append(Self.objects(of: part.json))
                    bytecode += part.bytecode ?? ""
                } else {
                    objects.append(
                        "{\"table\": {\"family\": \"\(words[0])\", \"name\": \"\(words[1])\", \"flags\": \"dormant\"}}"
                    )
                }
            }
            // All parts are of one ruleset if it is still the same.
            guard try self.run("list ruleset") == text else { continue }
            let json = Self.head + objects.filter { !$0.isEmpty }.joined(separator: ", ") + Self.tail
            return KernelListing(json: json, bytecode: bytecode.isEmpty ? nil : bytecode)
        }
        throw NftablesError(
            command: "list ruleset",
            message: "a table is dormant, and the rules changed whenever the others were listed: try again"
        )
    }

    /// Family, name and flags of the tables of a listing in nft syntax.
    static func tables(of text: String) -> [(name: String, flags: [String])] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.indices.filter { lines[$0].hasPrefix("table ") }.map { index in
            let words = lines[index].split(separator: " ")
            let next = index + 1 < lines.count ? lines[index + 1] : ""
            let flags = next.hasPrefix("\tflags ") ? next.dropFirst(7) : ""
            let names = flags.split { $0 == "," || $0 == " " || $0 == ";" }
            return (words[1...].prefix(2).joined(separator: " "), names.map(String.init))
        }
    }

    private static func objects(of json: String) -> String {
        let text = json.split(separator: "\n").first { $0.hasPrefix(Self.head) } ?? ""
        return String(text.dropFirst(Self.head.count).dropLast(Self.tail.count))
    }
}
