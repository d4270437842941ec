import Addressing
import PeerProtocol
import Skywelld
import Topology

/// Looks for protected addresses and keys in what strangers receive.
///
/// What our own hosts send is enough: a stranger cannot pass on what no stranger ever got.
struct SecrecyCheck: Sendable {
    fileprivate struct Pattern: Sendable {
        enum Form: Sendable {
            /// Digits and dots: no other digit may stand beside it.
            case dotted
            case text
            /// Four or five bytes, which signatures have by chance: not looked for in votes, whose bytes are their
            /// author's own.
            case short
        }

        let bytes: [UInt8]
        let form: Form
        let meaning: String
    }

    private var patterns: [Pattern] = []
    private var patternsByFirst: [[Int]] = Array(repeating: [], count: 256)

    init(_ secrets: [ProtectedHost]) {
        for secret in secrets {
            for address in secret.addresses {
                let swapped = address.rawValue.byteSwapped
                let meaning = "the address of \(secret.name)"
                self.add(Pattern(bytes: Array(address.description.utf8), form: .dotted, meaning: meaning))
                self.add(Pattern(bytes: address.octets, form: .short, meaning: meaning))
                self.add(Pattern(bytes: address.octets.reversed(), form: .short, meaning: meaning))
                self.add(Pattern(bytes: Self.varint(address.rawValue), form: .short, meaning: meaning))
                self.add(Pattern(bytes: Self.varint(swapped), form: .short, meaning: meaning))
            }
            let meaning = "the node key of \(secret.name)"
            self.add(Pattern(bytes: secret.key.bytes, form: .text, meaning: meaning))
            self.add(Pattern(bytes: Array(secret.key.base58.utf8), form: .text, meaning: meaning))
            self.add(Pattern(bytes: Array(secret.key.base64.utf8), form: .text, meaning: meaning))
        }
    }

    /// What is given away, as a part of a sentence; `nil` if nothing is.
    func find(in bytes: [UInt8], isVote: Bool) -> String? {
        for start in bytes.indices {
            for index in self.patternsByFirst[Int(bytes[start])] {
                let pattern = self.patterns[index]
                guard !isVote || pattern.form.isLookedForInVotes, bytes[start...].starts(with: pattern.bytes),
                    pattern.form != .dotted || Self.standsAlone(bytes, start, pattern.bytes.count)
                else { continue }
                return pattern.meaning
            }
        }
        return nil
    }

    private mutating func add(_ pattern: Pattern) {
        guard let first = pattern.bytes.first else { return }
        self.patternsByFirst[Int(first)].append(self.patterns.count)
        self.patterns.append(pattern)
    }

    private static func standsAlone(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Bool {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let before = start > 0 ? bytes[start - 1] : 0
        let after = start + count < bytes.count ? bytes[start + count] : 0
        return !digits.contains(before) && before != UInt8(ascii: ".") && !digits.contains(after)
    }

    /// As protobuf writes a number.
    private static func varint(_ value: UInt32) -> [UInt8] {
        var (rest, bytes) = (value, [UInt8]())
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}

extension SecrecyCheck.Pattern.Form {
    fileprivate var isLookedForInVotes: Bool { self != .short }
}
