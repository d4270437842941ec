internal import Nftables

/// Statements of which more than one effect is possible.
extension Tracer {
    /// Adds a way on which the current rule gives a verdict.
    func fork(_ walk: Walk, _ verdict: ListedVerdict, _ open: inout [Walk]) {
        var other = walk
        other.isUncertain = true
        other.end = self.follow(verdict, &other)
        open.append(other)
    }

    /// Adds a way that ends with the packet dropped where no rule says so.
    func drop(_ walk: Walk, _ open: inout [Walk]) {
        var other = walk
        other.end = TracePath(steps: walk.steps, isAccepted: false, decidedBy: walk.decidedBy)
        open.append(other)
    }

    /// Anything may become of the packet from here on.
    func end(_ walk: Walk, at point: DecisionPoint? = nil, _ open: inout [Walk]) {
        for isAccepted in [true, false] {
            var other = walk
            other.isUncertain = true
            other.end = TracePath(steps: walk.steps, isAccepted: isAccepted, decidedBy: point ?? self.point(of: walk))
            open.append(other)
        }
    }

    func followMap(_ found: [Interpreter.Found], _ walk: inout Walk, _ open: inout [Walk]) -> TracePath? {
        for entry in found.dropLast() { self.followEntry(entry, walk, &open) }
        guard let last = found.last else { return nil }
        walk.isUncertain = found.count > 1
        switch last {
        case .nothing: self.goOn(.no, &walk, &open)
        case .value(.verdict(let verdict)): return self.follow(verdict, &walk)
        case .value(.constant), .anything:
            self.end(walk, &open)
            self.goOn(.perhaps, &walk, &open)
        }
        return nil
    }

    func followEntry(_ entry: Interpreter.Found, _ walk: Walk, _ open: inout [Walk]) {
        var other = walk
        other.isUncertain = true
        switch entry {
        case .nothing:
            self.goOn(.no, &other, &open)
            open.append(other)
        case .value(.verdict(let verdict)):
            self.fork(walk, verdict, &open)
        case .value(.constant), .anything:
            self.end(walk, &open)
            self.goOn(.perhaps, &other, &open)
            open.append(other)
        }
    }

    func changed(_ results: [TracedPacket?], _ walk: inout Walk, _ open: inout [Walk]) {
        let isUncertain = walk.isUncertain || results.count > 1
        for (index, result) in results.enumerated() {
            var other = walk
            other.isUncertain = isUncertain
            if let packet = result {
                other.packet = packet
                other.place.statement += 1
            } else {
                self.goOn(.no, &other, &open)
            }
            if index == results.count - 1 { walk = other } else { open.append(other) }
        }
    }

    func translate(_ results: [TracedPacket?], _ walk: inout Walk, _ open: inout [Walk]) -> TracePath? {
        for (index, result) in results.enumerated() {
            var other = walk
            other.isUncertain = walk.isUncertain || results.count > 1
            if let packet = result {
                self.record(.translated, &other)
                other.decidedBy = self.point(of: other)
                other.packet = packet
                self.nextStage(&other)
            } else {
                self.goOn(.no, &other, &open)
            }
            if index == results.count - 1 { walk = other } else { open.append(other) }
        }
        return nil
    }

    func divert(_ name: String, _ walk: inout Walk, _ open: inout [Walk]) -> TracePath? {
        switch name {
        case "queue":
            self.end(walk, &open)
            return self.follow(.drop, &walk)
        case "fwd":
            return self.follow(.drop, &walk)
        case "tproxy":
            self.goOn(.perhaps, &walk, &open)
        case "dup":
            self.end(walk, &open)
            self.goOn(.perhaps, &walk, &open)
        default:
            self.fork(walk, .accept, &open)
            self.fork(walk, .drop, &open)
            self.goOn(.perhaps, &walk, &open)
        }
        return nil
    }
}
