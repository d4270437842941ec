internal import Lab
internal import Nftables

/// Makes listings of rulesets.
///
/// Read every file before: this process moves into namespaces of its own for the first text in nft syntax that is not
/// Picket's own, and may have fewer rights to files there.
struct RulesetReader {
    private var scratch: ScratchRuleset?

    /// The listing, with the lines of its rules if they were written in nft syntax.
    mutating func read(_ file: RulesetFile) throws(RulesetProblem) -> ReadRuleset {
        let listing = try self.listing(of: file)
        let lines = file.format == .nft ? RuleLines(file: file.name, text: file.text, listing: listing) : nil
        return ReadRuleset(listing: listing, lines: lines)
    }

    /// The listing, without the kernel where what it would list is known beforehand.
    mutating func listing(of file: RulesetFile) throws(RulesetProblem) -> RulesetListing {
        switch file.format {
        case .json:
            return try Self.reading(file) { () throws(ListingError) in
                guard let bytecode = file.bytecode else { return try RulesetListing(json: file.bytes) }
                return try RulesetListing(KernelListing(json: file.text, bytecode: bytecode))
            }
        case .nft:
            // What the kernel makes of Picket's own rules is known without it.
            if let listing = String(validating: file.bytes, as: UTF8.self).flatMap({ Ruleset(text: $0) })?.listing {
                return listing
            }
            let kernel = try self.load(file)
            return try Self.reading(file) { () throws(ListingError) in try RulesetListing(kernel) }
        }
    }

    private static func reading(
        _ file: RulesetFile,
        _ read: () throws(ListingError) -> RulesetListing
    ) throws(RulesetProblem) -> RulesetListing {
        do throws(ListingError) {
            return try read()
        } catch {
            throw RulesetProblem("\(file.name): \(error)", .badInput, help: Self.help(file, error))
        }
    }

    /// What a listing most likely is that cannot be read; `nil` if that is not known.
    private static func help(_ file: RulesetFile, _ error: ListingError) -> String? {
        let before = file.bytes.prefix(error.offset)
        let mark = Array("\"flags\":".utf8)
        guard file.format == .json, before.suffix(mark.count + 3).firstRange(of: mark) != nil else { return nil }
        return "nft 1.0.6 breaks off, or writes what lies in its memory, at a table with flags, such as a dormant one, "
            + "whose rules are not in force: write the rules in nft syntax ('nft list ruleset > rules.nft') and name that with --nft "
            + "rules.nft; or wake the table ('nft add table FAMILY NAME'), or delete it"
    }

    private mutating func load(_ file: RulesetFile) throws(RulesetProblem) -> KernelListing {
        let place: ScratchRuleset
        if let scratch { place = scratch } else { place = try Self.enterScratch() }
        self.scratch = place
        do throws(NftablesError) {
            return try place.listing(of: file.text, named: file.name)
        } catch {
            throw RulesetProblem("nftables does not take the rules\n\(error.message)", .badInput)
        }
    }

    private static func enterScratch() throws(RulesetProblem) -> ScratchRuleset {
        do throws(LabError) {
            return try ScratchRuleset.enter()
        } catch {
            throw RulesetProblem(error)
        }
    }
}
