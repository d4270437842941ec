internal import ArgumentParser
internal import Diagnostics
internal import Glibc
internal import Lab
internal import Topology

/// Reads topology files for the commands.
enum TopologyFile {
    /// Reads a topology and shows what is wrong with it.
    ///
    /// - Parameter forLab: Whether the segments must have room for the lab's vantages.
    /// - Throws: The exit code, once everything has been said.
    static func read(_ path: String, _ console: Console, forLab: Bool) throws -> (Topology, VantagePlan) {
        let reading = Topology.read(bytes: try Self.bytes(path, console), name: path)
        var diagnostics = reading.diagnostics
        let vantages = reading.topology.map { VantagePlan.make(for: $0) }
        if forLab {
            diagnostics += vantages?.diagnostics ?? []
        }
        let hasErrors = diagnostics.contains { $0.severity == .error }
        // A lab's first process and the runs of a self-test read the file again, and warnings have been shown outside.
        // Errors would be new.
        let isWarned = LabInit.isThisProcess || ProcessEnvironment.value(LabKeeper.selfTestVariable) != nil
        if !isWarned || hasErrors {
            console.diagnostics(diagnostics, in: reading.source)
        }
        guard let topology = reading.topology, let vantages, !hasErrors
        else {
            throw ExitCode.badInput
        }
        return (topology, vantages.plan)
    }

    /// One byte more than the limit is enough for the reader to refuse the file.
    private static func bytes(_ path: String, _ console: Console) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.refusal(path, console) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= Topology.Limits.fileSize {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw Self.refusal(path, console) }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    private static func refusal(_ path: String, _ console: Console) -> ExitCode {
        let code = errno
        console.error(
            "\(path): \(String(cString: strerror(code)).lowercased())",
            help: "name a topology file, such as topologies/quickstart.yaml"
        )
        return code == EACCES ? .notPermitted : .badInput
    }
}
