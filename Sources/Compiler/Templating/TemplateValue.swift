/// What a name of a template stands for when it is filled in.
enum TemplateValue: Sendable {
    /// A text without line ends, and why it is there.
    struct Text: Sendable {
        let text: String
        let reason: Reason

        init(_ text: String, _ reason: Reason) {
            self.text = text
            self.reason = reason
        }
    }

    /// Values for the names of one schema.
    struct Record: Sendable {
        /// In the order of the schema's fields.
        let values: [TemplateValue]
        /// Why the record is there: the reason of the lines of its section that show none of its values.
        let reason: Reason

        init(_ values: [TemplateValue], _ reason: Reason) {
            self.values = values
            self.reason = reason
        }
    }

    case text(Text)
    case texts([Text])
    case records([Record])

    static func text(_ text: String, _ reason: Reason) -> TemplateValue {
        .text(Text(text, reason))
    }
}
