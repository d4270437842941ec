/// A template that was read: a tree that can be filled in any number of times.
///
/// The language is a part of Mustache: `{{name}}`, `{{.}}`, `{{#list}}…{{/list}}`, `{{^list}}…{{/list}}` and `{{! … }}`.
/// A line with nothing but one section tag or comment vanishes. Nothing is escaped: the artifacts are no HTML.
///
/// Names are looked up when the template is read. So a wrong one is found even if no host would use it, and filling in
/// looks up nothing.
struct Template: Sendable {
    indirect enum Node: Sendable {
        /// Without line ends.
        case literal(String)
        case lineEnd
        case text(Place)
        /// `{{.}}`: the text of the section so many sections from the outside.
        case item(section: Int)
        case section(Place, isInverted: Bool, body: [Node])
    }

    /// Where a value is found.
    struct Place: Sendable {
        /// The record: 0 is the outermost, each section adds one.
        let record: Int
        /// The field of its schema.
        let field: Int
    }

    let nodes: [Node]

    /// Fills the template in.
    ///
    /// - Parameters:
    ///   - record: With a value for each field of the template's schema.
    ///   - capacity: About how many bytes come out.
    /// - Returns: Lines that each end in a line feed, and the reason of each.
    func fill(_ record: TemplateValue.Record, capacity: Int) -> (text: String, reasons: [Reason]) {
        var filling = TemplateFilling(record, capacity: capacity)
        filling.add(self.nodes, reason: record.reason)
        return (filling.text, filling.reasons)
    }
}
