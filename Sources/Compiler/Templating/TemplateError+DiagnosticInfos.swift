package import Diagnostics

extension TemplateError {
    /// Every kind of problem with a template, by code.
    package static let diagnosticInfos: [DiagnosticInfo] = [
        DiagnosticInfo(
            .unknownTemplateName,
            .error,
            "a template uses a name that it is not given",
            cause: "A tag such as {{hots}} or {{#fixedPeer}} names nothing that the compiler fills in.",
            reason: "A name that is silently empty would leave a section of the configuration without its line.",
            cure: "Write one of the names that the message lists; the built-in templates show them all."
        ),
        DiagnosticInfo(
            .sectionNotClosed,
            .error,
            "a section of a template is not closed",
            cause: "A tag such as {{#fixedPeers}} has no {{/fixedPeers}} behind it.",
            reason: "Where the section ends decides which lines are written once and which for every item.",
            cure: "Close the section behind its last line."
        ),
        DiagnosticInfo(
            .strayClosingTag,
            .error,
            "a template closes a section that is not open",
            cause: "A tag such as {{/fixedPeers}} has no {{#fixedPeers}} or {{^fixedPeers}} before it.",
            reason: "The lines before it were meant to be part of a section, and would be written unconditionally.",
            cure: "Open the section, or remove the tag."
        ),
        DiagnosticInfo(
            .malformedTag,
            .error,
            "a template has a tag that is no tag",
            cause: "Two braces open a tag that does not end on its line, or that uses a form templates do not have, "
                + "such as partials, {{{name}}} or other delimiters.",
            reason: "Templates are a small part of Mustache, so that every line of an artifact can be explained.",
            cure: "Use {{name}}, {{.}}, {{#list}}, {{^list}}, {{/list}} and {{! comment}} only."
        ),
        DiagnosticInfo(
            .wrongKindOfName,
            .error,
            "a template uses a text as a list, or a list as a text",
            cause: "A section is opened with a name that stands for one text, or a list is written out like one.",
            reason: "Neither has a meaning that both writer and reader would expect.",
            cure: "Write a text as {{name}}, and a list as {{#name}}, a line with {{.}} or its names, and {{/name}}."
        ),
        DiagnosticInfo(
            .unknownTemplate,
            .error,
            "a file is named as no template is",
            cause: "The folder of templates holds a .mustache file that replaces none of the built-in templates.",
            reason: "A template with a mistyped name would not be used, and nobody would notice.",
            cure: "Give the file the name of the template that it is to replace, or move it elsewhere."
        ),
        DiagnosticInfo(
            .templateNotText,
            .error,
            "a template holds bytes that no artifact may hold",
            cause: "The file is not UTF-8, starts with a byte order mark, or holds a control character.",
            reason: "A byte order mark hides the first section from the server (skywelld reference §8.1), and control "
                + "characters hide from people what a file says.",
            cure: "Save the file as plain UTF-8 text without a byte order mark."
        ),
    ]
}
