internal import Files
internal import Glibc
internal import Nftables
package import PacketSpace

extension StandingLab {
    /// How long a packet may be on its way, and how long an answer may take after it came.
    private static let patience = Duration.seconds(2)
    private static let patienceForAnswer = Duration.milliseconds(300)
    /// Between two looks, in microseconds.
    private static let interval: UInt32 = 10_000

    /// Sends one packet from a host of a lab, and says what became of it.
    ///
    /// For as long as it takes, both hosts have a table more, which counts and decides nothing.
    ///
    /// - Parameters:
    ///   - packet: Both ends are lent their addresses if it is IPv6, for as long as it takes.
    ///   - number: Its identification or flow label, not 0.
    ///   - segment: Which of the segments that both ends are on IPv6 goes over; `nil` for the first.
    ///   - sender: Where it comes from, whatever source it names.
    ///   - receiver: Who has the address that it goes to; `nil` if nobody has.
    package static func send(
        _ packet: Packet,
        number: UInt16,
        over segment: String? = nil,
        from sender: LabRecord.Host,
        to receiver: LabRecord.Host?,
        of name: String,
        registry: LabRegistry
    ) throws(LabError) -> SentPacket {
        let watch = PacketWatch(packet, number: number)
        var ends = [WatchedHost(sender.name)]
        if let receiver, receiver.name != sender.name { ends.append(WatchedHost(receiver.name)) }
        let hosts = [sender] + (ends.count > 1 ? [receiver].compactMap(\.self) : [])
        var lending = Lending(packet, segment: segment)
        // Each end is looked at and prepared, then the sender sends, then the receiver is looked at, then both are.
        var steps: [(host: LabRecord.Host, isLast: Bool, work: () throws -> Void)] = []
        for host in hosts { steps.append((host, false, { try lending.look(at: host.name) })) }
        for (number, host) in hosts.enumerated() {
            steps.append((host, false, { try lending.lend(to: number) }))
            steps.append((host, false, { try ends[number].begin(watch) }))
        }
        steps.append((sender, false, { try Self.send(packet, number, from: &ends[0]) }))
        let last = hosts.count - 1
        steps.append((hosts[last], false, { try Self.await(at: ends[last], isSender: last == 0) }))
        for (number, host) in hosts.enumerated() {
            steps.append((host, true, { try ends[number].end() }))
            steps.append((host, true, { lending.takeBack(from: number) }))
        }
        var next = 0
        var failures: [LabError] = []
        _ = try Self.visit(steps.map(\.host), of: name, registry: registry) { host in
            let step = steps[next]
            next += 1
            guard failures.isEmpty || step.isLast else { return }
            do {
                try step.work()
            } catch let error as LabError {
                failures.append(error)
            } catch let error as SystemCallError {
                failures.append(LabError("send from \(host.name)", error))
            } catch {
                failures.append(LabError(.unavailable, "send from \(host.name): \(error)"))
            }
        }
        if let failure = failures.first { throw failure }
        return SentPacket(ends, receiver: receiver?.name)
    }

    /// That the sender's own rules forbid it is no failure, but an answer.
    private static func send(_ packet: Packet, _ number: UInt16, from sender: inout WatchedHost) throws {
        do {
            try RawSender.send(packet, number: number)
        } catch  where error.code == EPERM {
            sender.isForbidden = true
        }
    }

    /// Waits until the packet has come and was answered, or can no longer be.
    private static func await(at host: WatchedHost, isSender: Bool) throws {
        let clock = ContinuousClock()
        let start = clock.now
        var arrival: ContinuousClock.Instant?
        while clock.now - start < Self.patience {
            let counts = try host.counts()
            if counts.answers + counts.refusals > 0 { return }
            if counts.arrived > 0 || isSender && counts.left > 0, arrival == nil { arrival = clock.now }
            if let arrival, clock.now - arrival > Self.patienceForAnswer { return }
            usleep(Self.interval)
        }
    }
}
