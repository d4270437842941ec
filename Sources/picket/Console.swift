internal import Diagnostics
internal import Glibc
internal import Lab

/// The terminal: results go to standard output, everything else to standard error.
struct Console {
    enum ColorMode: String, CaseIterable {
        case auto
        case always
        case never
    }

    enum Style: String {
        case good = "32"
        case bad = "31"
        case doubtful = "33"
        case strong = "1"
        case faint = "2"
    }

    private let color: ColorMode

    init(color: ColorMode) {
        self.color = color
    }

    var usesColor: Bool { self.usesColor(STDOUT_FILENO) }

    private func usesColor(_ descriptor: Int32) -> Bool {
        switch self.color {
        case .always: true
        case .never: false
        case .auto:
            isatty(descriptor) == 1 && (ProcessEnvironment.value("NO_COLOR") ?? "").isEmpty
                && ProcessEnvironment.value("TERM") != "dumb"
        }
    }

    /// Columns of the terminal; 100 if the output goes elsewhere.
    var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
        return max(60, Int(size.ws_col))
    }

    func style(_ text: String, _ style: Style) -> String {
        self.usesColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    func print(_ line: String) {
        Self.write(line + "\n", to: STDOUT_FILENO)
    }

    /// - Parameter help: What the user can do about it.
    /// Text that others had a hand in, line by line, without anything that a terminal would act on.
    static func safe(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { TerminalText.safe(String($0)) }
            .joined(separator: "\n")
    }

    func error(_ message: String, help: String? = nil) {
        let label = self.usesColor(STDERR_FILENO) ? "\u{1B}[31merror:\u{1B}[0m" : "error:"
        Self.write(
            "\(label) \(Self.safe(message))\n" + (help.map { "help: \(Self.safe($0))\n" } ?? ""),
            to: STDERR_FILENO
        )
    }

    func error(_ error: LabError) {
        self.error(error.message, help: error.help)
    }

    func note(_ message: String) {
        Self.write(Self.safe(message) + "\n", to: STDERR_FILENO)
    }

    /// Leaves the cursor behind a question.
    func ask(_ question: String) {
        Self.write(Self.safe(question), to: STDERR_FILENO)
    }

    func diagnostics(_ diagnostics: [Diagnostic], in source: SourceFile) {
        let renderer = DiagnosticRenderer(color: self.usesColor(STDERR_FILENO) ? .always : .never)
        Self.write(renderer.render(diagnostics, in: source), to: STDERR_FILENO)
    }

    /// The texts of a report that is a result, for standard output.
    func blocks(_ report: DiagnosticReport) -> [String] {
        DiagnosticRenderer(color: self.usesColor ? .always : .never).blocks(report)
    }

    /// Shows what is being done in one line that the next one replaces; nothing without a terminal.
    func progress(_ message: String?) {
        guard isatty(STDERR_FILENO) == 1, ProcessEnvironment.value("TERM") != "dumb" else { return }
        Self.write("\r\u{1B}[K" + (message.map { "\($0) …" } ?? ""), to: STDERR_FILENO)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(0, count))
        }
    }
}
