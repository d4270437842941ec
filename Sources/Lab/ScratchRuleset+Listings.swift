package import Compiler
package import Nftables

extension ScratchRuleset {
    /// How the kernel lists a ruleset that is loaded where there was none, what it runs when that is loaded again, and what the text
    /// took from this machine.
    ///
    /// A text with something in it that Picket did not write is loaded and listed in a copy of this process, which libnftables may
    /// end. What Picket writes libnftables takes, which is tested: a text that reads as Picket's own in every byte costs no copy.
    ///
    /// - Parameters:
    ///   - text: As in a file for `nft -f`.
    ///   - name: How errors call the text.
    /// - Throws: What libnftables or the kernel objects to, with line and column of the text, or that libnftables breaks off.
    package func listing(of text: String, named name: String = "rules") throws(NftablesError) -> KernelListing {
        try self.listing(of: text, named: name, again: true)
    }

    /// The same of rules as they were compiled, of which it is known who wrote which line.
    ///
    /// Users' own are tried in a copy of this process once for all hosts on which they mean the same.
    package func listing(of artifact: Artifact, named name: String = "rules") throws(NftablesError) -> KernelListing {
        let text = artifact.contents
        guard let lines = UserLines(artifact) else { return try self.listing(of: text, named: name, again: true) }
        if lines.isEmpty || self.harmless.contains(lines) {
            return try self.listingHere(of: text, name, again: true)
        }
        let listing = try self.listing(of: text, named: name, again: true)
        self.harmless.insert(lines)
        return listing
    }

    /// Why a ruleset is not taken; `nil` if it is.
    package func objection(to text: String) -> NftablesError? {
        do {
            _ = try self.listing(of: text, named: "rules", again: false)
            return nil
        } catch {
            return error
        }
    }

    /// - Parameter again: Whether the listing is loaded again.
    private func listing(of text: String, named name: String, again: Bool) throws(NftablesError) -> KernelListing {
        guard Ruleset(text: text) == nil else { return try self.listingHere(of: text, name, again: again) }
        let device = EmptyFolder.device(of: Self.settings)
        return try NftablesAside.run(
            .loading(name),
            ended: { () throws(NftablesError) in try self.moveOn(settingsOn: device) },
            work: { () throws(NftablesError) in try self.listingHere(of: text, name, again: again, twice: again) }
        )
    }

    /// The word `th`.
    private static let transportHeader = UInt32(UInt8(ascii: "t")) << 8 | UInt32(UInt8(ascii: "h"))

    /// Whether the text has the word `th` in it: only rules about transport headers of no certain protocol can end nft's
    /// listing.
    static func mayBreakListing(_ text: String) -> Bool {
        var word: UInt32 = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                // Of a longer word the first three letters are enough.
                if word <= 0xFFFF { word = word << 8 | UInt32(byte) }
            default:
                if word == Self.transportHeader { return true }
                word = 0
            }
        }
        return word == Self.transportHeader
    }
}
