private import Glibc
package import Logging

/// Writes each log event as one line to a file descriptor, usually standard error.
///
/// A line is one `write`, so that lines of several threads or processes do not mix.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let descriptor: Int32

    /// - Parameters:
    ///   - level: What is less important than this is not written.
    ///   - descriptor: Stays the caller's, and has to stay open.
    package init(level: Logger.Level = .info, descriptor: Int32 = STDERR_FILENO) {
        self.logLevel = level
        self.descriptor = descriptor
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let provided = self.metadataProvider?.get() ?? [:]
        let metadata = [provided, event.metadata ?? [:]].reduce(self.metadata) { $0.merging($1) { $1 } }
        let line = LogLine.render(time: now, level: event.level, name: "\(event.message)", metadata: metadata)
        self.write(line)
    }

    /// A log that nobody takes must not end the node: errors are ignored.
    private func write(_ line: String) {
        var line = line
        line.withUTF8 { bytes in
            while Glibc.write(self.descriptor, bytes.baseAddress, bytes.count) < 0, errno == EINTR {}
        }
    }
}
