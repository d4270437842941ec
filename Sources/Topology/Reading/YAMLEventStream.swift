private import CYaml
internal import Diagnostics

/// The events of a YAML text, one after the other: the one owner of a libyaml parser.
@safe struct YAMLEventStream: ~Copyable {
    enum Event {
        case alias
        case scalar(String, isPlain: Bool)
        case sequenceStart, sequenceEnd, mappingStart, mappingEnd
        case documentStart
        /// The end of the text, or of what can be read of it.
        case streamEnd
        case failure(YAMLFailure)
    }

    /// An event, its place, and what is attached to it.
    struct Item {
        let event: Event
        let span: SourceSpan
        var hasAnchor = false
        var hasTag = false
        /// Whether a map or list is written with `{` or `[`.
        var isFlow = false
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>

    /// - Parameter text: UTF-8; copied.
    init(_ text: [UInt8]) {
        // The parser points into itself and into the text, so both stay at one place.
        unsafe self.input = .allocate(capacity: text.count)
        _ = unsafe self.input.initialize(from: text)
        unsafe self.parser = .allocate(capacity: 1)
        guard unsafe yaml_parser_initialize(self.parser) == 1 else { fatalError("out of memory") }
        unsafe yaml_parser_set_encoding(self.parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(self.parser, self.input.baseAddress, self.input.count)
    }

    deinit {
        unsafe yaml_parser_delete(self.parser)
        unsafe self.parser.deallocate()
        unsafe self.input.deallocate()
    }

    /// The next event that has a meaning; after `streamEnd` or `failure`, not to be called again.
    mutating func next() -> Item {
        while true {
            var event = unsafe yaml_event_t()
            guard unsafe yaml_parser_parse(self.parser, &event) == 1 else { return self.failure() }
            defer { unsafe yaml_event_delete(&event) }
            if let item = unsafe Self.item(event) { return item }
        }
    }

    private static func item(_ event: yaml_event_t) -> Item? {
        let span = unsafe SourceSpan(start: Self.position(event.start_mark), end: Self.position(event.end_mark))
        switch unsafe event.type {
        case YAML_ALIAS_EVENT:
            return Item(event: .alias, span: span)
        case YAML_SCALAR_EVENT:
            return unsafe Self.scalar(event, span)
        case YAML_SEQUENCE_START_EVENT:
            let start = unsafe event.data.sequence_start
            let isFlow = unsafe start.style == YAML_FLOW_SEQUENCE_STYLE
            let (hasAnchor, hasTag) = unsafe (start.anchor != nil, start.tag != nil)
            return Item(event: .sequenceStart, span: span, hasAnchor: hasAnchor, hasTag: hasTag, isFlow: isFlow)
        case YAML_MAPPING_START_EVENT:
            let start = unsafe event.data.mapping_start
            let isFlow = unsafe start.style == YAML_FLOW_MAPPING_STYLE
            let (hasAnchor, hasTag) = unsafe (start.anchor != nil, start.tag != nil)
            return Item(event: .mappingStart, span: span, hasAnchor: hasAnchor, hasTag: hasTag, isFlow: isFlow)
        case YAML_SEQUENCE_END_EVENT:
            return Item(event: .sequenceEnd, span: span)
        case YAML_MAPPING_END_EVENT:
            return Item(event: .mappingEnd, span: span)
        case YAML_DOCUMENT_START_EVENT:
            return Item(event: .documentStart, span: span)
        case YAML_STREAM_END_EVENT:
            return Item(event: .streamEnd, span: span)
        default:
            return nil
        }
    }

    private static func scalar(_ event: yaml_event_t, _ span: SourceSpan) -> Item {
        let scalar = unsafe event.data.scalar
        let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        let text = unsafe String(decoding: bytes, as: UTF8.self)
        let isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
        return unsafe Item(
            event: .scalar(text, isPlain: isPlain),
            span: span,
            hasAnchor: scalar.anchor != nil,
            hasTag: scalar.tag != nil
        )
    }

    private func failure() -> Item {
        let problem = unsafe self.parser.pointee.problem.map { unsafe String(cString: $0) } ?? "out of memory"
        let position = unsafe Self.position(self.parser.pointee.problem_mark)
        let context = unsafe self.parser.pointee.context.map { unsafe String(cString: $0) }
        let contextPosition = unsafe Self.position(self.parser.pointee.context_mark)
        let failure = YAMLFailure(
            problem: problem,
            position: position,
            context: context.map { Located($0, at: SourceSpan(start: contextPosition, end: contextPosition)) }
        )
        return Item(event: .failure(failure), span: SourceSpan(start: position, end: position))
    }

    /// libyaml counts from 0, and columns in characters.
    private static func position(_ mark: yaml_mark_t) -> SourcePosition {
        SourcePosition(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}
