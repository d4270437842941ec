import Overlay

/// The lines of a trail that matter to a violation: faults, and what the actors did that it is about.
enum TrailText {
    /// The latest lines that are kept.
    static let limit = 40

    static func lines(_ world: World) -> [String] {
        let concerned = Set(world.checks.violation?.actors ?? [])
        let entries = world.trail.entries
        var lines = entries.compactMap { entry in
            Self.line(entry.what, world.cast.actors, concerned).map { "\(entry.time.secondsText)  \($0)" }
        }
        if let violation = world.checks.violation {
            lines.append("\(violation.time.secondsText)  \(violation.check.rawValue): \(violation.text)")
        }
        guard lines.count > Self.limit else { return lines }
        let faults = entries.filter { if case .fault = $0.what { true } else { false } }
        let left = lines.suffix(Self.limit)
        let earlier = faults.filter { fault in
            entries.suffix(Self.limit).first.map { fault.time < $0.time } ?? false
        }
        let faultLines = earlier.compactMap { entry in
            Self.line(entry.what, world.cast.actors, concerned).map { "\(entry.time.secondsText)  \($0)" }
        }
        return faultLines.filter { !left.contains($0) } + ["…"] + left
    }

    private static func line(_ what: Trail.What, _ actors: [Actor], _ concerned: Set<Int>) -> String? {
        switch what {
        case .fault(let fault, let isBeginning): return "\(fault)\(isBeginning ? "" : " ends")"
        case .started(let actor):
            return concerned.contains(actor) ? "\(actors[actor].name) starts" : nil
        case .dialled(let actor, let endpoint):
            return concerned.contains(actor) ? "\(actors[actor].name) dials \(endpoint)" : nil
        case .notice(let actor, let notice):
            guard concerned.contains(actor), notice.level != .debug else { return nil }
            let details = notice.metadata.map { " \($0.0)=\($0.1)" }.joined()
            return "\(actors[actor].name): \(notice.name)\(details)"
        }
    }
}
