/// Over which segment two hosts are linked, decided once for each two sets of segments.
struct SegmentChoice {
    enum Result: Equatable {
        /// The only one in question, as an index of segments.
        case only(Int)
        /// There are several of the better kind; the first in the file.
        case first(Int, of: [Int])
        case none
    }

    private struct Key: Hashable {
        let from: Int
        let to: Int
        let via: Int?
    }

    private let shapes: [[Int]]
    /// `nil` for a segment whose kind is not known, which has been reported.
    private let isPublic: [Bool?]
    private var known: [Key: Result] = [:]

    /// - Parameters:
    ///   - shapes: The sets of segments that hosts are on.
    ///   - isPublic: Whether each segment is public.
    init(shapes: [[Int]], isPublic: [Bool?]) {
        self.shapes = shapes
        self.isPublic = isPublic
    }

    /// The segment in common: the private one before the public one, or the one asked for.
    ///
    /// - Parameters:
    ///   - from: The dialler's shape.
    ///   - to: The listener's.
    ///   - via: The segment that the file asks for.
    mutating func segment(from: Int, to: Int, via: Int?) -> Result {
        let key = Key(from: from, to: to, via: via)
        if let result = self.known[key] { return result }
        let result = self.find(from, to, via)
        self.known[key] = result
        return result
    }

    private func find(_ from: Int, _ to: Int, _ via: Int?) -> Result {
        let shared = self.shapes[from].filter(self.shapes[to].contains)
        if let via { return shared.contains(via) ? .only(via) : .none }
        let hidden = shared.filter { self.isPublic[$0] != true }
        let candidates = hidden.isEmpty ? shared : hidden
        guard let first = candidates.first else { return .none }
        return candidates.count == 1 ? .only(first) : .first(first, of: candidates)
    }
}
