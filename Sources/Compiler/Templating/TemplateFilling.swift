/// A template that is being filled in.
struct TemplateFilling {
    /// What a section is about, from the outside inwards.
    private enum Scope {
        case record([TemplateValue])
        case text(TemplateValue.Text)
    }

    private(set) var text = ""
    /// One for each finished line.
    private(set) var reasons: [Reason] = []
    private var scopes: [Scope]
    /// The reason of the first value on the line that is being written; of a secret one, if there is any.
    private var lineReason: Reason?

    init(_ record: TemplateValue.Record, capacity: Int) {
        self.scopes = [.record(record.values)]
        self.text.reserveCapacity(capacity)
        self.reasons.reserveCapacity(capacity / 16)
    }

    /// - Parameter reason: Of the lines that show no value.
    mutating func add(_ nodes: [Template.Node], reason: Reason) {
        for node in nodes {
            switch node {
            case .literal(let text):
                self.text += text
            case .lineEnd:
                self.text += "\n"
                self.reasons.append(self.lineReason ?? reason)
                self.lineReason = nil
            case .text(let place):
                guard case .text(let value) = self.value(at: place) else { preconditionFailure("no text at \(place)") }
                self.add(value)
            case .item(let section):
                guard case .text(let value) = self.scopes[section] else { preconditionFailure("no text at \(section)") }
                self.add(value)
            case .section(let place, let isInverted, let body):
                self.add(section: self.value(at: place), isInverted: isInverted, body, reason: reason)
            }
        }
    }

    private mutating func add(section: TemplateValue, isInverted: Bool, _ body: [Template.Node], reason: Reason) {
        switch section {
        case .text:
            preconditionFailure("a text is no section")
        case .texts(let texts):
            if isInverted {
                if texts.isEmpty { self.add(body, reason: reason) }
                return
            }
            // Only the line that shows a secret is one.
            for text in texts {
                self.add(body, in: .text(text), reason: text.reason.rule.isSecret ? reason : text.reason)
            }
        case .records(let records):
            if isInverted {
                if records.isEmpty { self.add(body, reason: reason) }
                return
            }
            for record in records { self.add(body, in: .record(record.values), reason: record.reason) }
        }
    }

    private mutating func add(_ body: [Template.Node], in scope: Scope, reason: Reason) {
        self.scopes.append(scope)
        self.add(body, reason: reason)
        self.scopes.removeLast()
    }

    private mutating func add(_ value: TemplateValue.Text) {
        // The server takes a carriage return for a line end as well (skywelld reference §8.1).
        precondition(!value.text.utf8.contains { $0 == 0x0A || $0 == 0x0D }, "a value holds a line end")
        self.text += value.text
        if self.lineReason == nil || value.reason.rule.isSecret {
            self.lineReason = value.reason
        }
    }

    private func value(at place: Template.Place) -> TemplateValue {
        guard case .record(let values) = self.scopes[place.record] else { preconditionFailure("no record at \(place)") }
        return values[place.field]
    }
}
