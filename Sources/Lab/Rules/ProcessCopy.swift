internal import CLinux
internal import Files
internal import Glibc

/// A copy of this process that does one thing and ends, so that what it enters and gives up stays its own.
enum ProcessCopy {
    /// How a copy ended.
    enum Outcome: Equatable, CustomStringConvertible {
        /// With what its work returned.
        case returned([UInt8])
        /// A signal ended it before its work was done.
        case signal(Int32)
        case failed

        var description: String {
            switch self {
            case .returned: "it came to its end"
            case .signal(let number): String(cString: strsignal(number)).lowercased()
            case .failed: "it said nothing"
            }
        }
    }

    /// - Parameter work: Runs in the copy, which has one thread: this process must have no other either.
    /// - Returns: What the work returned.
    /// - Throws: Also if the copy ended before its work did.
    static func run(_ work: () -> [UInt8]) throws(SystemCallError) -> [UInt8] {
        guard case .returned(let output) = try Self.outcome(work) else {
            throw SystemCallError("wait for", "a copy", code: ECHILD)
        }
        return output
    }

    /// - Parameter work: Runs in the copy, which has one thread: this process must have no other either.
    /// - Throws: That there was no copy.
    static func outcome(_ work: () -> [UInt8]) throws(SystemCallError) -> Outcome {
        var pipe: [Int32] = [-1, -1]
        guard pipe2(&pipe, O_CLOEXEC) == 0 else { throw SystemCallError("pipe", "of a copy") }
        let id = picket_fork()
        guard id >= 0 else {
            let failure = SystemCallError("fork", "a copy")
            close(pipe[0])
            close(pipe[1])
            throw failure
        }
        if id == 0 {
            let isWritten = Self.write(work(), to: pipe[1])
            _exit(isWritten ? 0 : 1)
        }
        close(pipe[1])
        let output = Self.readAll(pipe[0])
        close(pipe[0])
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        // The low seven bits are the signal. Source: wait(2), WTERMSIG.
        if status & 0x7F != 0 { return .signal(status & 0x7F) }
        return status == 0 ? .returned(output) : .failed
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return false }
            rest = rest.dropFirst(max(0, count))
        }
        return true
    }

    private static func readAll(_ descriptor: Int32) -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 { all += buffer[..<count] } else if count == 0 || errno != EINTR { return all }
        }
    }
}
