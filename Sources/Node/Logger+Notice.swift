internal import Logging
internal import Overlay

extension Logger {
    /// Writes what a machine has to say.
    func log(_ notice: Notice) {
        // Most of what a public node does is `debug`, and putting keys into words takes its time.
        guard self.logLevel <= Level(notice.level) else { return }
        let metadata = Metadata(notice.metadata.map { ($0.0, .string($0.1)) }, uniquingKeysWith: { $1 })
        self.log(level: Level(notice.level), "\(notice.name)", metadata: metadata)
    }
}

extension Logger.Level {
    fileprivate init(_ level: Notice.Level) {
        switch level {
        case .debug: self = .debug
        case .info: self = .info
        case .notice: self = .notice
        case .warning: self = .warning
        case .error: self = .error
        }
    }
}
