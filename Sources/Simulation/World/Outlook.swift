import Overlay

/// What is to happen next on a shore, so that the memory for all of it is fetched at once: see `Overlay.warm`.
struct Outlook: Sendable {
    /// So many are looked at together. The processor waits for about as many pieces of memory at a time.
    static let count = 16

    /// From so many actions on, what they need is read together as well.
    static let broadcast = 4

    struct Entry: Sendable {
        /// Of the actor's end, if bytes come to it.
        let place: Int?
        var actor: Int
        var id: ConnectionID?
        /// The sixth byte, which is the type of a message.
        let type: UInt8
        var traces = WarmingTraces()
    }

    var entries: [Entry] = []
    /// What was read. It is of no use, but has to go somewhere.
    var warmth = 0
}

extension Shore {
    /// Reads what the next events will need, if there is something new to see.
    mutating func readAhead() {
        guard self.agenda.isSeen else { return }
        var entries: [Outlook.Entry] = []
        swap(&entries, &self.outlook.entries)
        entries.removeAll(keepingCapacity: true)
        self.agenda.lookAhead(Outlook.count) { hint, memory in
            if hint < 0 {
                entries.append(Outlook.Entry(place: nil, actor: Int(~hint), type: 0))
            } else if hint != Item.noHint {
                // SAFETY: the bytes of a letter are there until it is taken, and those that have a place are six at least.
                let bytes = UnsafeRawPointer(bitPattern: memory)
                let type = bytes?.load(fromByteOffset: 5, as: UInt8.self) ?? 0
                entries.append(Outlook.Entry(place: Int(hint), actor: 0, type: type))
            }
        }
        for index in entries.indices {
            guard let place = entries[index].place else { continue }
            entries[index].actor = self.ends[place].actor
            entries[index].id = self.ends[place].id
        }
        for step in 0..<Overlay.warmingSteps {
            for index in entries.indices {
                let entry = entries[index]
                self.outlook.warmth &+=
                    self.machines[entry.actor].warm(step: step, entry.id, type: entry.type, &entries[index].traces)
            }
        }
        swap(&entries, &self.outlook.entries)
    }

    /// The same for what a machine is about to send to many.
    mutating func readAhead(_ actions: [Action], of actor: Int) {
        var warmth = 0
        for case .send(let id, _) in actions {
            guard let place = self.residents[actor].ends[id.rawValue] else { continue }
            warmth &+= Int(self.ends[place].serial) &+ (self.ends[place].other == nil ? 1 : 0)
        }
        self.outlook.warmth &+= warmth
    }
}
