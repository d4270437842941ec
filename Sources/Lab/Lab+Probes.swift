package import Topology

extension Lab {
    /// One probe: where it stands, and what it does there.
    package struct Probe<Value: Sendable>: Sendable {
        let vantage: HostName
        let work: @Sendable () -> Value

        package init(from vantage: HostName, _ work: @escaping @Sendable () -> Value) {
            self.vantage = vantage
            self.work = work
        }
    }

    /// Runs blocking probes, several at a time, each on a thread that stands in its vantage's namespace.
    ///
    /// - Parameters:
    ///   - probes: What to do where.
    ///   - limit: How many at a time.
    /// - Returns: What they found, in the order of the probes.
    package func run<Value: Sendable>(
        _ probes: [Probe<Value>],
        atOnce limit: Int = Threads.limit
    ) throws(LabError) -> [Value] {
        do {
            return try Threads.run(probes.map { (self[$0.vantage].namespace, $0.work) }, atOnce: limit)
        } catch {
            throw LabError("run probes", error)
        }
    }

    /// What an egress test saw.
    package struct EgressReport: Hashable, Sendable {
        package let attempts: EgressAttempts.Tally
        /// Everything that the host sent, as seen on its cables.
        package var frames: [CapturedFrame]
        /// Frames that the tap had no room for.
        package var lost: Int

        package init(attempts: EgressAttempts.Tally, frames: [CapturedFrame], lost: Int) {
            self.attempts = attempts
            self.frames = frames
            self.lost = lost
        }
    }

    /// Makes attempts to get out of a host whose cables are watched.
    ///
    /// - Returns: Everything that the host has sent since the watch began, these attempts included.
    package func observeEgress(of name: HostName, _ attempts: EgressAttempts) throws(LabError) -> EgressReport {
        do {
            let tally = try Threads.run([(namespace: self[name].namespace, work: { @Sendable in attempts.run() })])[0]
            let (frames, lost) = self.takeFrames(of: name)
            return EgressReport(attempts: tally, frames: frames, lost: lost)
        } catch {
            throw LabError("try to get out of \(name)", error)
        }
    }
}
