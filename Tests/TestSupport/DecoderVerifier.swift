/// Holds a decoder against itself: what it reads must not depend on how its bytes were split, and it must not hold more
/// than it may.
///
/// Bytes come all at once, one by one, in two parts at every place, joined with those of other samples, and in pieces of
/// random lengths.
package struct DecoderVerifier<Decoder, Element: Equatable> {
    /// Bytes, and what they are to be read as.
    package struct Sample {
        package let bytes: [UInt8]
        package let elements: [Element]

        package init(_ bytes: [UInt8], _ elements: [Element]) {
            self.bytes = bytes
            self.elements = elements
        }
    }

    private struct Outcome: Equatable {
        var elements: [Element] = []
        var failure: String?
        /// How many bytes a decoder that is done has left alone.
        var unused = 0
    }

    /// Pieces of random lengths are tried in so many ways.
    private static var randomSplits: UInt64 { 20 }

    private let make: () -> Decoder
    private let maximumHeld: Int
    private let held: (Decoder) -> Int
    private let readsOne: Bool
    private let read: (inout Decoder, inout ArraySlice<UInt8>) throws -> [Element]

    /// - Parameters:
    ///   - make: A fresh decoder.
    ///   - maximumHeld: How many bytes it may hold.
    ///   - held: How many it holds.
    ///   - readsOne: Whether it is done after one element, and leaves the bytes behind that to others.
    ///   - read: Takes bytes from the front, and gives what they complete, if anything.
    package init(
        _ make: @escaping () -> Decoder,
        maximumHeld: Int = .max,
        held: @escaping (Decoder) -> Int = { _ in 0 },
        readsOne: Bool = false,
        read: @escaping (inout Decoder, inout ArraySlice<UInt8>) throws -> [Element]
    ) {
        self.make = make
        self.maximumHeld = maximumHeld
        self.held = held
        self.readsOne = readsOne
        self.read = read
    }

    /// What is wrong with the decoder; empty if nothing is.
    ///
    /// - Parameters:
    ///   - samples: What it has to read.
    ///   - refused: What it has to throw at, in the same way however it is split.
    package func complaints(_ samples: [Sample], refusing refused: [[UInt8]] = []) -> [String] {
        var complaints: [String] = []
        for (index, sample) in samples.enumerated() {
            let expected = Outcome(elements: sample.elements)
            complaints += self.complaints("sample \(index)", sample.bytes, expected)
            // Without its last byte it is not complete, and nothing may be made up.
            let cut = self.outcome([sample.bytes.dropLast()])
            if cut.failure != nil || cut.elements != Array(sample.elements.dropLast()) {
                complaints.append("sample \(index) without its last byte: \(cut)")
            }
            for (other, next) in samples.enumerated() {
                var joined = Outcome(elements: sample.elements + next.elements)
                if self.readsOne { joined = Outcome(elements: sample.elements, unused: next.bytes.count) }
                complaints += self.complaints("samples \(index) and \(other)", sample.bytes + next.bytes, joined)
            }
        }
        for (index, bytes) in refused.enumerated() {
            let whole = self.outcome([bytes[...]])
            if whole.failure == nil { complaints.append("refused \(index) is not refused") }
            complaints += self.complaints("refused \(index)", bytes, whole)
        }
        return complaints
    }

    private func complaints(_ name: String, _ bytes: [UInt8], _ expected: Outcome) -> [String] {
        var complaints: [String] = []
        for pieces in Self.splits(of: bytes) {
            let outcome = self.outcome(pieces)
            guard outcome != expected else { continue }
            complaints.append("\(name) in pieces of \(pieces.prefix(5).map(\.count))…: \(outcome), not \(expected)")
        }
        return complaints
    }

    private func outcome(_ pieces: [ArraySlice<UInt8>]) -> Outcome {
        var decoder = self.make()
        var outcome = Outcome()
        for (index, piece) in pieces.enumerated() {
            var rest = piece
            while !rest.isEmpty {
                let before = rest.count
                do {
                    outcome.elements += try self.read(&decoder, &rest)
                } catch {
                    outcome.failure = "\(error)"
                    return outcome
                }
                if self.readsOne, !outcome.elements.isEmpty {
                    outcome.unused = rest.count + pieces[(index + 1)...].reduce(0) { $0 + $1.count }
                    return outcome
                }
                if self.held(decoder) > self.maximumHeld {
                    outcome.failure = "holds \(self.held(decoder)) bytes"
                    return outcome
                }
                if rest.count == before {
                    outcome.failure = "stands still"
                    return outcome
                }
            }
        }
        return outcome
    }

    private static func splits(of bytes: [UInt8]) -> [[ArraySlice<UInt8>]] {
        var splits: [[ArraySlice<UInt8>]] = [[bytes[...]], bytes.indices.map { bytes[$0...$0] }]
        // At every place of what is short, and at some of what is long.
        for place in stride(from: 1, to: bytes.count, by: max(1, bytes.count / 500)) {
            splits.append([bytes[..<place], bytes[place...]])
        }
        for seed in 0..<Self.randomSplits {
            var dice = Dice(seed: seed)
            var (pieces, rest): ([ArraySlice<UInt8>], ArraySlice<UInt8>) = ([], bytes[...])
            while !rest.isEmpty {
                let piece = rest.prefix(dice.number(1...max(1, min(rest.count, 1 + bytes.count / 4))))
                rest = rest.dropFirst(piece.count)
                pieces.append(piece)
            }
            splits.append(pieces)
        }
        return splits
    }
}
