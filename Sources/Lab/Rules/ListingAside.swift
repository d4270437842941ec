internal import Files
internal import Glibc
internal import Nftables

/// Lists the rules of the thread's network namespace in a copy of this process.
///
/// libnftables 1.0.6 ends its process on some rules that the kernel has and it cannot list, such as
/// `meta l4proto gre th sport 1-2`: "Assertion `desc->base == expr->payload.base' failed".
enum ListingAside {
    /// Between two texts; in neither of them.
    private static let separator: UInt8 = 0

    private enum Mark: UInt8 {
        case listed = 1
        case refused = 2
    }

    /// - Throws: What libnftables or the kernel objects to, or that libnftables ended the copy.
    static func listing() throws(NftablesError) -> KernelListing {
        let answer: [UInt8]
        do throws(SystemCallError) {
            answer = try ProcessCopy.run(Self.report)
        } catch {
            throw NftablesError(
                command: "list ruleset",
                message:
                    "libnftables broke off while it listed the rules (\(error)): version 1.0.6 cannot list some that "
                    + "the kernel has, such as those with 'th' behind a protocol without ports"
            )
        }
        let texts = answer.dropFirst().split(separator: Self.separator, maxSplits: 1).map {
            String(decoding: $0, as: UTF8.self)
        }
        switch (answer.first.flatMap(Mark.init), texts.count) {
        case (.listed, 1): return KernelListing(json: texts[0], bytecode: nil)
        case (.listed, 2): return KernelListing(json: texts[0], bytecode: texts[1])
        default: throw NftablesError(command: "list ruleset", message: texts.first ?? "")
        }
    }

    /// In the copy: the listing as bytes.
    private static func report() -> [UInt8] {
        // What libnftables says before it ends the copy is for nobody, nor is where it stood.
        signal(SIGABRT, SIG_DFL)
        let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
        if nowhere >= 0 { dup2(nowhere, STDERR_FILENO) }
        do throws(NftablesError) {
            let listing = try NftablesContext().rulesetListing()
            let bytecode = listing.bytecode.map { [Self.separator] + Array($0.utf8) } ?? []
            return [Mark.listed.rawValue] + Array(listing.json.utf8) + bytecode
        } catch {
            return [Mark.refused.rawValue] + Array(error.message.utf8)
        }
    }
}
