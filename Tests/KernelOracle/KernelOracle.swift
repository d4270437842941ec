import Glibc
import Nftables
import PacketSpace
import TestSupport

/// Holds the prover against the kernel. For tests, and for long runs by hand.
///
/// Run it in a namespace of its own, as its root: `unshare -Urn KernelOracle check HOOK` tells whether the oracle can tell
/// accept from drop; `unshare -Urn KernelOracle random HOOK FIRST_SEED COUNT PACKETS` compares random rulesets (`misread`
/// does the same with a deceived prover, `misrouted` with wrong routes, `credulous` with
/// a prover that takes listings for all that there is, and all three must find differences); `show HOOK SEED` prints the ruleset of a seed;
/// `unshare -Urn KernelOracle files HOOK PACKETS FILE…` compares rulesets from files. Ends with 0 if nothing differs.
@main
enum KernelOracle {
    static func main() {
        do {
            let isFine = try Self.run(Array(CommandLine.arguments.dropFirst()))
            exit(isFine ? 0 : 1)
        } catch {
            Self.say("cannot ask the kernel: \(error)")
            exit(2)
        }
    }

    /// - Returns: Whether nothing differs.
    private static func run(_ words: [String]) throws -> Bool {
        guard words.count >= 2, let hook = Hook(rawValue: words[1]) else { throw OracleError("what, at which hook?") }
        let kernel = try Kernel(hook: hook)
        switch words[0] {
        case "check":
            let complaints = try SelfCheck.complaints(kernel)
            for complaint in complaints.prefix(50) { Self.say(complaint) }
            return complaints.isEmpty
        case "random", "misread", "misrouted", "credulous":
            guard words.count == 5, let first = UInt64(words[2]), let count = Int(words[3]), let packets = Int(words[4])
            else { throw OracleError("random HOOK FIRST_SEED COUNT PACKETS") }
            let comparison = Comparison(
                kernel,
                isMisread: words[0] == "misread",
                isMisrouted: words[0] == "misrouted",
                isCredulous: words[0] == "credulous"
            )
            return try Self.random(comparison, seeds: first..<(first + UInt64(count)), packets: packets)
        case "files":
            guard words.count >= 4, let packets = Int(words[2]) else { throw OracleError("files HOOK PACKETS FILE…") }
            return try Self.files(kernel, Array(words[3...]), packets: packets)
        case "show":
            var grammar = RulesetGrammar(seed: UInt64(words.last ?? "") ?? 0, hook: hook)
            Self.say(grammar.ruleset().text)
            return true
        default:
            throw OracleError("unknown command \(words[0])")
        }
    }

    /// Standard output, at once.
    private static func say(_ text: some CustomStringConvertible) {
        let line = Array("\(text)\n".utf8)
        _ = write(STDOUT_FILENO, line, line.count)
    }

    private static func files(_ kernel: Kernel, _ paths: [String], packets: Int) throws -> Bool {
        var comparison = Comparison(kernel)
        var isFine = true
        for path in paths {
            let text = try Self.read(path)
            var dice = Dice(seed: 1)
            let plan = ProbePlan(BoundaryValues(in: text), at: kernel.hook, count: packets, &dice)
            if let difference = try comparison.compare(RulesetText(whole: text), plan) {
                Self.say("\(path): \(difference)")
                isFine = false
            }
        }
        Self.say(comparison.tally)
        return isFine && comparison.tally.refused == 0
    }

    private static func read(_ path: String) throws(OracleError) -> String {
        guard let file = fopen(path, "r") else { throw OracleError("\(path) cannot be read") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func random(_ start: Comparison, seeds: Range<UInt64>, packets: Int) throws -> Bool {
        var comparison = start
        var differences = 0
        for seed in seeds {
            var grammar = RulesetGrammar(seed: seed, hook: start.kernel.hook)
            let ruleset = grammar.ruleset()
            var dice = Dice(seed: ~seed)
            let plan = ProbePlan(BoundaryValues(in: ruleset.text), at: start.kernel.hook, count: packets, &dice)
            if let difference = try comparison.compare(ruleset, plan) {
                Self.say("seed \(seed): \(difference)")
                differences += 1
                if differences == 20 { break }
            }
            if seed % 1000 == 999 {
                Self.say("up to seed \(seed): \(comparison.tally.pairs) pairs, \(differences) differences")
            }
        }
        Self.say(comparison.tally)
        return differences == 0
    }
}

extension Comparison.Difference: CustomStringConvertible {
    var description: String {
        """
        the kernel \(self.observation.isAccepted ? "accepts" : "drops") \(self.observation.packet)
        the prover: may accept \(self.judgement.mayAccept), may drop \(self.judgement.mayDrop), by \(self.judgement.decidedBy)
        \(self.ruleset.text)
        """
    }
}

extension Comparison.Tally: CustomStringConvertible {
    var description: String {
        let states = ConnectionState.allCases.map { "\($0) \(self.states[$0] ?? 0)" }.joined(separator: ", ")
        return self.complaints.map { "refused: \($0.replacing("\n", with: " "))" }.joined(separator: "\n")
            + "\n\(self.pairs) pairs of \(self.rulesets) rulesets (\(self.refused) refused): \(self.accepted) accepted, "
            + "\(self.undecided) undecided; \(states); \(self.lost) lost"
    }
}
