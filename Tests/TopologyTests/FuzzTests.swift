import Diagnostics
import Testing
import Topology

@Suite struct FuzzTests {
    /// Sebastiano Vigna's generator: the same seed gives the same mutations in every run.
    private struct SplitMix64: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            self.state &+= 0x9E37_79B9_7F4A_7C15
            var z = self.state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let original = Array(
        """
        \(quickstart)
          v-{a,b}: { role: validator, group: north, backbone: 10.1.10.{7,9}, sentries: ['sentry-*'], peer_port: 51235 }
        firewall:
          administration: [203.0.113.0/24, "10.1.10.9"]
        """.utf8
    )

    /// Pieces that mean something to YAML or to the language.
    private static let pieces: [String] = [
        "{", "}", "[", "]", ":", ": ", ",", "- ", "\n", "\n  ", "\t", "\"", "'", "#", "&a ", "*a", "!x ", "<<", "---\n",
        "...\n",
        "{1..3}", "{a,b}", "{1..99999}", "..", "|\n", ">\n", "? ", "%", "\u{E000}", "\u{0}", "\u{85}", "~", "é",
    ]

    private static func mutate(_ bytes: inout [UInt8], using random: inout SplitMix64) {
        let start = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, start + Int.random(in: 0...12, using: &random))
        switch Int.random(in: 0..<5, using: &random) {
        case 0: if start < bytes.count { bytes[start] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
        case 1: bytes.removeSubrange(start..<end)
        case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
        case 3: bytes.insert(contentsOf: Array((Self.pieces.randomElement(using: &random) ?? "").utf8), at: start)
        default: bytes.replaceSubrange(start..<end, with: bytes[start..<end].reversed())
        }
    }

    @Test(
        "a mutated file gives a topology or an error, never both, and every diagnostic can be shown",
        arguments: 0..<40
    )
    func survives(seed: UInt64) {
        var random = SplitMix64(state: seed)
        for _ in 0..<100 {
            var bytes = Self.original
            for _ in 0..<Int.random(in: 1...6, using: &random) { Self.mutate(&bytes, using: &random) }
            let reading = Topology.read(bytes: bytes, name: "fuzz.yaml")
            let hasErrors = reading.diagnostics.contains { $0.severity == .error }
            #expect((reading.topology == nil) == hasErrors, "\(String(decoding: bytes, as: UTF8.self))")
            let rendered = DiagnosticRenderer(color: .never).render(reading.diagnostics, in: reading.source)
            #expect(rendered.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
            if let topology = reading.topology { #expect(VantagePlan.make(for: topology).plan.vantages.count <= 9) }
        }
    }

    @Test("a mutated file of the whole language gives a topology or an error, never both", arguments: 100..<120)
    func survivesWholeLanguage(seed: UInt64) {
        var random = SplitMix64(state: seed)
        for _ in 0..<50 {
            var bytes = Array(wholeLanguage.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) { Self.mutate(&bytes, using: &random) }
            let reading = Topology.read(bytes: bytes, name: "fuzz.yaml")
            let hasErrors = reading.diagnostics.contains { $0.severity == .error }
            #expect((reading.topology == nil) == hasErrors, "\(String(decoding: bytes, as: UTF8.self))")
        }
    }

    @Test("the unmutated file is a topology")
    func readsOriginal() {
        #expect(Topology.read(bytes: Self.original, name: "fuzz.yaml").topology?.hosts.count == 5)
    }
}
