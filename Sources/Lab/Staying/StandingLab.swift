internal import CLinux
internal import Files
internal import Glibc

/// A lab that stays up after the command that made it.
package enum StandingLab {
    /// Tells a keeper, and the process inside, which descriptors to use: the lock's, and the pipe's for "ready".
    private static let variable = "PICKET_LAB_STANDING"
    private static let ready: UInt8 = 1

    /// Whether this process was started by ``start(name:arguments:registry:)``, outside or inside.
    package static var isThisProcess: Bool { ProcessEnvironment.value(Self.variable) != nil }

    /// Starts a keeper of its own session and waits until its lab is ready.
    ///
    /// - Parameters:
    ///   - name: The lab's.
    ///   - arguments: The arguments of the running command, which the keeper runs as well.
    ///   - registry: Where to record it.
    /// - Returns: 0, or the keeper's exit code together with what it said.
    package static func start(
        name: String,
        arguments: [String],
        registry: LabRegistry
    ) throws(LabError) -> (code: Int32, output: String) {
        // A lab that stays must not hold on to what its maker had open, such as somebody's lock or pipe.
        _ = close_range(3, .max, Int32(CLOSE_RANGE_CLOEXEC))
        let lock = try registry.claim(name)
        do throws(SystemCallError) {
            var pipe: [Int32] = [-1, -1]
            guard pipe2(&pipe, 0) == 0 else { throw SystemCallError("pipe", "of the keeper") }
            _ = fcntl(pipe[0], F_SETFD, FD_CLOEXEC)
            let path = registry.logPath(name)
            let log = try OwnedDescriptor(
                Glibc.open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600),
                "open",
                path
            )
            let nothing = try OwnedDescriptor(Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC), "open", "/dev/null")
            let keeper = try ChildProcess.start(
                ProcessEnvironment.executable,
                arguments: arguments,
                environment: ProcessEnvironment.variables + ["\(Self.variable)=\(lock),\(pipe[1])"],
                streams: .init(input: nothing.rawValue, output: log.rawValue, error: log.rawValue),
                session: true
            )
            close(lock)
            close(pipe[1])
            var byte: UInt8 = 0
            let isReady = read(pipe[0], &byte, 1) == 1 && byte == Self.ready
            close(pipe[0])
            guard !isReady else { return (0, "") }
            let code = keeper.wait()
            // By now the keeper has removed the file, but not what this descriptor holds.
            let output = try? BoundedFile.prefix(of: "/proc/self/fd/\(log.rawValue)", limit: 1 << 20)
            registry.remove(name)
            return (code, String(decoding: output ?? [], as: UTF8.self))
        } catch {
            registry.remove(name)
            throw LabError("start the lab's keeper", error)
        }
    }

    /// Runs as the keeper: records the lab's processes, keeps it until told to stop, and removes the record.
    ///
    /// - Returns: The exit code of the process inside.
    package static func keep(name: String, arguments: [String], registry: LabRegistry) throws(LabError) -> Int32 {
        defer { registry.remove(name) }
        return try LabKeeper.run(arguments: arguments) { first throws(LabError) in
            let descriptors = Self.descriptors
            // From here on only the process inside can say "ready", and its end is noticed by the pipe's.
            close(descriptors.ready)
            try registry.write(LabProcesses(keeper: getpid(), first: first.id), of: name)
        }
    }

    /// Runs as the process inside: records the hosts, says "ready", and stays until the keeper ends.
    package static func stay(_ lab: Lab, as record: LabRecord, registry: LabRegistry) throws(LabError) -> Never {
        let descriptors = Self.descriptors
        close(descriptors.lock)
        try registry.write(record)
        var byte = Self.ready
        guard write(descriptors.ready, &byte, 1) == 1 else {
            throw LabError(.unavailable, "the command that made the lab is gone")
        }
        close(descriptors.ready)
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGCHLD)
        sigprocmask(SIG_BLOCK, &signals, nil)
        while true {
            lab.reap()
            var signal: Int32 = 0
            sigwait(&signals, &signal)
        }
    }

    /// Ends a lab and waits until nothing of it is left.
    package static func end(name: String, registry: LabRegistry) throws(LabError) {
        let processes = try registry.processes(of: name)
        guard kill(processes.keeper, SIGTERM) == 0 else {
            throw LabError("end the lab '\(name)'", SystemCallError("kill", "its keeper, process \(processes.keeper)"))
        }
        guard registry.waitUntilDown(name) else {
            throw LabError(
                .unavailable,
                "the lab '\(name)' is still up after 10 s",
                help: "kill -9 \(processes.keeper) ends it"
            )
        }
    }

    /// Runs a command inside a lab, on one of its hosts.
    ///
    /// - Parameters:
    ///   - command: A program and its arguments.
    ///   - host: Where it runs.
    ///   - name: The lab's.
    ///   - registry: Where the lab is recorded.
    /// - Returns: The command's exit code.
    package static func execute(
        _ command: [String],
        on host: LabRecord.Host,
        of name: String,
        registry: LabRegistry
    ) throws(LabError) -> Int32 {
        let here = ProcessEnvironment.workingDirectory
        try Self.enter(host, of: name, registry: registry, kinds: [CLONE_NEWNS, CLONE_NEWPID])
        // The terminal sends an interrupt to the command as well; the others have to be passed on.
        signal(SIGINT, SIG_IGN)
        let signals = LabKeeper.block([SIGCHLD, SIGTERM, SIGHUP])
        do {
            let child = try ChildProcess.start(
                command[0],
                arguments: Array(command.dropFirst()),
                environment: ProcessEnvironment.variables,
                directory: access(here, X_OK) == 0 ? here : "/"
            )
            return LabKeeper.wait(for: child, signals) { signal in
                kill(child.id, signal)
                return nil
            }
        } catch {
            throw LabError("run on \(host.name)", error)
        }
    }

    /// Does something on each host of a lab in turn.
    ///
    /// - Parameter work: Runs while this process stands in the host's network namespace.
    /// - Returns: What the work returned, in the order of the hosts.
    package static func visit<Value>(
        _ hosts: [LabRecord.Host],
        of name: String,
        registry: LabRegistry,
        _ work: (LabRecord.Host) -> Value
    ) throws(LabError) -> [Value] {
        let first = try registry.processes(of: name).first
        do throws(SystemCallError) {
            let user = try OwnedDescriptor(
                Glibc.open("/proc/\(first)/ns/user", O_RDONLY | O_CLOEXEC),
                "open",
                "user namespace"
            )
            guard setns(user.rawValue, CLONE_NEWUSER) == 0 else { throw SystemCallError("setns", "'\(name)'") }
            return try hosts.map { host throws(SystemCallError) in
                let path = "/proc/\(first)/fd/\(host.namespace)"
                let network = try OwnedDescriptor(Glibc.open(path, O_RDONLY | O_CLOEXEC), "open", path)
                guard setns(network.rawValue, CLONE_NEWNET) == 0 else { throw SystemCallError("setns", host.name) }
                return work(host)
            }
        } catch {
            throw LabError("visit the lab '\(name)'", error)
        }
    }

    /// Moves this process into a lab's namespaces of these kinds (`CLONE_NEW…`), and a host's network namespace.
    private static func enter(
        _ host: LabRecord.Host,
        of name: String,
        registry: LabRegistry,
        kinds: [Int32]
    ) throws(LabError) {
        let first = try registry.processes(of: name).first
        let names = [CLONE_NEWUSER: "user", CLONE_NEWNS: "mnt", CLONE_NEWPID: "pid"]
        do throws(SystemCallError) {
            // All of them are opened before any is entered: afterwards this process's /proc is another one.
            let network = try Self.open("/proc/\(first)/fd/\(host.namespace)")
            let others = try ([CLONE_NEWUSER] + kinds).map { kind throws(SystemCallError) in
                (kind, try Self.open("/proc/\(first)/ns/\(names[kind] ?? "")"))
            }
            for (kind, descriptor) in others + [(CLONE_NEWNET, network)] {
                guard setns(descriptor, kind) == 0 else { throw SystemCallError("setns", "\(host.name) of '\(name)'") }
                close(descriptor)
            }
        } catch {
            throw LabError("enter the lab '\(name)'", error)
        }
    }

    private static func open(_ path: String) throws(SystemCallError) -> Int32 {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemCallError("open", path) }
        return descriptor
    }

    /// Keeps the keeper's descriptors away from the programs that the process inside starts.
    static func guardDescriptors() {
        guard Self.isThisProcess else { return }
        for descriptor in [Self.descriptors.lock, Self.descriptors.ready] {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
    }

    private static var descriptors: (lock: Int32, ready: Int32) {
        let numbers = (ProcessEnvironment.value(Self.variable) ?? "").split(separator: ",").compactMap { Int32($0) }
        guard numbers.count == 2 else { preconditionFailure("only `start` starts this process") }
        return (numbers[0], numbers[1])
    }
}
