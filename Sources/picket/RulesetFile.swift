internal import Files
internal import Lab
internal import Nftables

/// The text of a ruleset, and where it came from.
struct RulesetFile {
    enum Format {
        /// As for `nft -f`.
        case nft
        /// As of `nft -j list ruleset`.
        case json
    }

    /// In bytes; the largest lists of addresses have a few.
    private static let sizeLimit = 256 << 20

    /// As the user named it.
    let name: String
    let format: Format
    let bytes: [UInt8]
    /// How the kernel runs the rules, where it was asked and the text does not say all.
    let bytecode: String?

    var text: String { String(decoding: self.bytes, as: UTF8.self) }

    /// - Parameter format: If it is not known, it is told by the first character.
    init(reading path: String, _ format: Format? = nil) throws(RulesetProblem) {
        do throws(SystemCallError) {
            self.bytes = try BoundedFile.read(path, limit: Self.sizeLimit)
        } catch {
            throw RulesetProblem("\(error)", .badInput)
        }
        self.name = path
        self.bytecode = nil
        let first = self.bytes.first { !Array(" \t\r\n".utf8).contains($0) }
        self.format = format ?? (first == UInt8(ascii: "{") ? .json : .nft)
    }

    init(_ bytes: [UInt8], name: String) {
        self.name = name
        self.format = .nft
        self.bytes = bytes
        self.bytecode = nil
    }

    /// The rules of this machine.
    init(live: Void) throws(RulesetProblem) {
        do throws(NftablesError) {
            let listing = try ScratchRuleset.liveListing()
            self.bytes = Array(listing.json.utf8)
            self.bytecode = listing.bytecode
        } catch {
            guard error.message.contains("Operation not permitted") else {
                throw RulesetProblem("read the rules of this machine: \(error)", .unavailable)
            }
            throw RulesetProblem(
                "this user may not read the rules of this machine",
                .notPermitted,
                help: "it takes CAP_NET_ADMIN: run picket as root, or let root write them to a file "
                    + "('nft -j list ruleset > rules.json') and name that with --ruleset rules.json"
            )
        }
        self.name = "the rules of this machine"
        self.format = .json
    }
}
