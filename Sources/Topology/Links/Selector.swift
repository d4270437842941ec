internal import Diagnostics

/// One item of `sentries`, `relays` or `peers`.
enum Selector {
    case name(String)
    case pattern(Glob)
    /// `group=…`, `zone=…` or `role=…`.
    case pair(key: String, value: String)

    /// Reads an item, and reports what is wrong with it.
    init?(_ text: Located<String>, of target: Target, _ diagnostics: inout DiagnosticCollector) {
        if let sign = text.value.firstIndex(of: "=") {
            let (key, value) = (text.value[..<sign], text.value[sign...].dropFirst())
            if target.keys.contains(String(key)), NameRule.allows(String(value)) {
                self = .pair(key: String(key), value: String(value))
                return
            }
        } else if let glob = Glob(text.value) {
            self = glob.isLiteral ? .name(text.value) : .pattern(glob)
            return
        }
        let message = "'\(text.value)' is neither the name of a host nor a pattern for names"
        let keys = target.keys.map { "'\($0)=NAME'" }.joined(separator: ", ")
        let help = "write names, patterns such as 'sentry-*', or \(keys)"
        diagnostics.append(.error(.badSelector, message, at: text.span, help: help))
        return nil
    }
}
