internal import Nftables

/// What rules of one side of a comparison refer to by names, and what decides by more than its elements.
struct ComparedObjects {
    /// In words for people, and those by which two are the same.
    private let objects: [(shown: String, compared: String)]

    init(_ listing: RulesetListing) {
        self.objects = listing.tables.flatMap { table in
            let sets = table.sets.filter { $0.isFilledByRules || $0.hasTimeout }.map { set in
                (shown: "set \(set.name) { \(set.words) }", compared: "set { \(set.words) }")
            }
            let others = table.objects.map { object in
                // Rules name the others; of a set, its contents stand for it.
                (
                    shown: object.description,
                    compared: object.isOfSet ? "\(object.kind) { \(object.definition) }" : object.description
                )
            }
            return (others + sets).map {
                ("\(table.family) \(table.name): \($0.shown)", "\(table.family): \($0.compared)")
            }
        }
    }

    /// Those that the other side has not; names of tables and sets make no difference.
    func missing(from other: ComparedObjects) -> [String] {
        var left: [String: Int] = [:]
        for object in other.objects { left[object.compared, default: 0] += 1 }
        return self.objects.compactMap { object in
            guard let count = left[object.compared], count > 0 else { return object.shown }
            left[object.compared] = count - 1
            return nil
        }
    }
}
