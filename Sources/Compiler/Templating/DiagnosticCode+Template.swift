package import Diagnostics

extension Diagnostic.Code {
    /// A template uses a name that it is not given.
    package static let unknownTemplateName = Diagnostic.Code(rawValue: "P0801")
    /// A section of a template has no end.
    package static let sectionNotClosed = Diagnostic.Code(rawValue: "P0802")
    /// A template closes a section that is not open.
    package static let strayClosingTag = Diagnostic.Code(rawValue: "P0803")
    /// What stands between braces is no tag.
    package static let malformedTag = Diagnostic.Code(rawValue: "P0804")
    /// A text is used as a list, or a list as a text.
    package static let wrongKindOfName = Diagnostic.Code(rawValue: "P0805")
    /// A file is named as no template is.
    package static let unknownTemplate = Diagnostic.Code(rawValue: "P0806")
    /// A template holds bytes that no artifact may hold.
    package static let templateNotText = Diagnostic.Code(rawValue: "P0807")
}
