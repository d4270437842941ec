internal import Diagnostics

/// A link between hosts that are still numbers.
struct LinkDraft {
    let dialler: Int
    let listener: Int
    let kind: Link.Kind
    /// As an index of segments.
    let segment: Int
    let span: SourceSpan
}
