internal import Addressing
internal import Files
private import Glibc
internal import Overlay
internal import Skywelld
internal import TLS

/// Reads the `skywelld.cfg` of a node, and the files that it names, and says what is wrong with them.
struct NodeConfigurationReader {
    /// Longest configuration file, in bytes.
    static let lengthMaximum = 1_048_576
    /// Longest PEM file, in bytes.
    static let certificateMaximum = 1_048_576
    /// Of the file that keeps endpoints over a restart.
    static let bootcacheName = "picket-bootcache"

    let path: String
    /// What is wrong, without line ends.
    private(set) var lines: [String] = []

    init(path: String) {
        self.path = path
    }

    /// Reports every problem.
    ///
    /// - Parameters:
    ///   - options: What the file has no words for.
    ///   - looksUpNames: Whether names are asked for in DNS: not if the node lives in another network than this process, whose
    ///     resolvers they would be.
    /// - Returns: `nil` if one of them is an error.
    /// - Throws: When the file itself cannot be read.
    mutating func read(_ options: NodeOptions, looksUpNames: Bool = true) throws(SystemCallError) -> NodeConfiguration?
    {
        let file = ConfigurationFile(try BoundedFile.read(self.path, limit: Self.lengthMaximum))
        let reading = ServerConfiguration.read(file)
        self.report(reading.problems)
        guard let configuration = reading.configuration else { return nil }
        self.reportUnserved(configuration)
        self.reportIdle(file, configuration, options)
        let identities = self.identities(of: configuration, file)
        let commands = self.startupCommands(of: configuration)
        let listed = self.validators(listedBy: configuration)
        guard let identities, let commands, let listed else { return nil }
        var options = options
        options.bootcachePath = options.bootcachePath ?? self.bootcachePath(of: configuration)
        var result = NodeConfiguration(configuration, options: options)
        result.identities = identities
        result.peerIdentity = configuration.peerPort.flatMap { identities[$0.name] }
        result.startupCommands = commands
        for port in configuration.ports {
            result.portLines[Endpoint(port.address, port.port)] = Self.line(of: "port", for: port.name, in: file)
        }
        result.overlay.relayRule = .listed(Set(configuration.validators + listed.keys))
        result.validatorDomains += listed.domains.filter { !configuration.validatorDomains.contains($0) }
        result.overlay.bootstrapPeers += configuration.namedIPs.flatMap { self.endpoints(of: $0, looksUpNames) }
        // One link for each name, as the server has it.
        result.overlay.fixedPeers += configuration.namedFixedPeers.compactMap {
            self.endpoints(of: $0, looksUpNames).first
        }
        return result
    }

    static func text(_ error: SystemCallError) -> String {
        error.code == EFBIG ? "longer than \(Self.lengthMaximum) bytes, which no such file is" : error.reason
    }

    mutating func report(_ problems: [ConfigurationProblem], in path: String? = nil) {
        for problem in problems {
            self.report("\(problem.severity)", problem.message, at: problem.line, in: path)
            if let help = problem.help { self.report("help", help, at: problem.line, in: path) }
        }
    }

    mutating func report(_ kind: String, _ message: String, at line: Int? = nil, in path: String? = nil) {
        let file = path ?? self.path
        let place = line.map { "\(file):\($0)" } ?? file
        self.lines.append("\(place): \(kind): \(SecretText.hidden(in: message))")
    }

    private mutating func reportUnserved(_ configuration: ServerConfiguration) {
        for port in configuration.ports {
            let unserved = NodeConfiguration.unserved(on: port).map { "'\($0.rawValue)'" }
            guard !unserved.isEmpty else { continue }
            self.report("warning", "this node does not serve \(unserved.joined(separator: ", ")) on [\(port.name)]")
        }
    }

    /// A boot cache beside the server's databases, if somebody put one there: nothing is written where nobody asked for it.
    private func bootcachePath(of configuration: ServerConfiguration) -> String? {
        let folder = configuration.databasePath ?? "db"
        let beside = self.path.lastIndex(of: "/").map { String(self.path[...$0]) } ?? ""
        let file = (folder.hasPrefix("/") ? folder : beside + folder) + "/" + Self.bootcacheName
        return access(file, R_OK | W_OK) == 0 ? file : nil
    }
}

// MARK: - Certificates

extension NodeConfigurationReader {
    /// Paths count from where the process stands, as for the server; all that is wrong is said.
    private mutating func identities(
        of configuration: ServerConfiguration,
        _ file: ConfigurationFile
    ) -> [String: TLSIdentity]? {
        var identities: [String: TLSIdentity] = [:]
        var isGood = true
        for port in configuration.ports where port.isEncrypted {
            guard let files = port.certificateFiles else { continue }
            do {
                identities[port.name] = try self.identity(files)
            } catch {
                let line = Self.line(of: error.setting, for: port.name, in: file)
                self.report("error", "[\(port.name)]: \(error.message)", at: line)
                isGood = false
            }
        }
        return isGood ? identities : nil
    }

    /// The line of a setting of a port, in its own section or else in `[server]`.
    private static func line(of key: String, for port: String, in file: ConfigurationFile) -> Int? {
        [port, "server"].lazy.compactMap { file[$0]?.keyValues.last { $0.key == key }?.line }.first
    }

    private struct BadCertificate: Error {
        /// What is to be changed, such as `ssl_key`.
        let setting: String
        let message: String
    }

    /// Tries it, so that what is wrong with it comes up before anything runs.
    private func identity(_ files: ServerPort.CertificateFiles) throws(BadCertificate) -> TLSIdentity {
        let identity = TLSIdentity(
            key: try self.text(of: files.key, "ssl_key"),
            certificate: try files.certificate.map { (path) throws(BadCertificate) in
                try self.text(of: path, "ssl_cert")
            },
            chain: try files.chain.map { (path) throws(BadCertificate) in try self.text(of: path, "ssl_chain") }
        )
        do {
            _ = try TLSContext.server(identity)
            return identity
        } catch {
            let names = [files.key, files.certificate, files.chain].compactMap(\.self).map { "'\($0)'" }
            throw BadCertificate(
                setting: "ssl_key",
                message: "OpenSSL cannot use \(names.joined(separator: " and ")): \(error)"
            )
        }
    }

    private func text(of path: String, _ setting: String) throws(BadCertificate) -> [UInt8] {
        do {
            return try BoundedFile.read(path, limit: Self.certificateMaximum)
        } catch {
            throw BadCertificate(setting: setting, message: "'\(path)': \(Self.text(error))")
        }
    }
}

// MARK: - Commands

extension NodeConfigurationReader {
    /// What is no command stops the server, and this node; what this node does not know, it leaves out and says so. Never
    /// quotes a line: it can hold a secret.
    private mutating func startupCommands(of configuration: ServerConfiguration) -> [RPCRequest]? {
        var commands: [RPCRequest] = []
        var isGood = true
        for line in configuration.startupCommands {
            guard let request = try? RPCRequest(webSocket: Array(line.text.utf8)) else {
                self.report("error", "this line of [rpc_startup] is no JSON object with a 'command'", at: line.number)
                isGood = false
                continue
            }
            do {
                _ = try RPCCommand(request, as: .administrator)
                commands.append(request)
            } catch {
                let reason =
                    error == .unknownCommand ? "this node does not know the command" : "the command is not complete"
                self.report("warning", "\(reason) of this line of [rpc_startup], and leaves it out", at: line.number)
            }
        }
        return isGood ? commands : nil
    }
}
