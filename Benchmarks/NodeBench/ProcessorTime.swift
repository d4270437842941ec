internal import Glibc

/// How long a process has held a processor, in seconds.
enum ProcessorTime {
    static var ofThisProcess: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Of another process, with all its threads.
    static func of(process: Int) -> Double {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(pid_t(process), &clock) == 0, clock_gettime(clock, &time) == 0 else {
            fatalError("there is no process \(process)")
        }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
