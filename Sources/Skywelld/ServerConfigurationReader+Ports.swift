import Addressing

/// `[server]` and the sections it names.
extension ServerConfigurationReader {
    /// The ports of a file.
    struct Ports {
        var ports: [ServerPort] = []
        /// The sections that `[server]` names, whether they are good or not.
        var names: Set<String> = []
    }

    mutating func readPorts() -> Ports {
        var ports = Ports()
        guard let server = self.file["server"] else {
            self.report(
                .error,
                at: nil,
                "the section [server] is missing",
                help: "write '[server]', and under it the names of the port sections, such as 'port_peer'"
            )
            return ports
        }
        self.checkKeys(of: server, known: KnownSections.portKeys.union(KnownSections.serverKeys))
        if server.values.isEmpty {
            self.report(.warning, at: server.headers.first, "[server] names no port section, so nothing listens")
        }
        for name in server.values {
            guard ports.names.insert(name.text).inserted else {
                self.report(.error, at: name.number, "[server] names '\(name.text)' twice", help: "remove this line")
                continue
            }
            guard let section = self.section(ofPort: name) else { continue }
            guard let port = self.readPort(section, defaults: server) else { continue }
            if port.services.contains(.peer), let other = ports.ports.first(where: { $0.services.contains(.peer) }) {
                self.report(
                    .error,
                    at: name.number,
                    "[\(other.name)] and [\(section.name)] both have the protocol 'peer'",
                    help: "a server has at most one peer port"
                )
            } else {
                ports.ports.append(port)
            }
        }
        return ports
    }

    private mutating func section(ofPort name: ConfigurationFile.Line) -> ConfigurationFile.Section? {
        if let section = self.file[name.text] { return section }
        let others = self.file.sections.map(\.name).filter { !$0.isEmpty && !KnownSections.contains($0) }
        let suggestion = NearMiss.suggestion(for: name.text, among: others)
        self.report(
            .error,
            at: name.number,
            "[server] names '\(name.text)', but there is no section [\(name.text)]",
            help: Self.helpAboutComment(in: name.text) ?? suggestion.map { "did you mean '\($0)'?" }
        )
        return nil
    }

    /// A port section; `nil` only if an error was reported.
    private mutating func readPort(
        _ section: ConfigurationFile.Section,
        defaults: ConfigurationFile.Section
    ) -> ServerPort? {
        self.checkKeys(of: section, known: KnownSections.portKeys)
        for line in section.values {
            self.report(
                .error,
                at: line.number,
                "this line of [\(section.name)] has not the form 'key = value'",
                help: Self.helpAboutComment(in: line.text)
            )
        }
        let address = self.readAddress(self.value(of: "ip", in: section, defaults: defaults))
        let port = self.readPortNumber(self.value(of: "port", in: section, defaults: defaults))
        let services = self.readServices(self.value(of: "protocol", in: section, defaults: defaults))
        let access = self.readAccess(of: section, defaults: defaults)
        let certificateFiles = self.readCertificateFiles(of: section, defaults: defaults)
        guard let address, let port else { return nil }
        return ServerPort(
            name: section.name,
            address: address,
            port: port,
            services: services,
            administrators: access.administrators,
            credentials: access.credentials,
            adminCredentials: access.adminCredentials,
            certificateFiles: certificateFiles
        )
    }

    /// The last line with a key, of the section or else of `[server]`; `nil` if there is none, which is an error.
    private mutating func value(
        of key: String,
        in section: ConfigurationFile.Section,
        defaults: ConfigurationFile.Section
    ) -> ConfigurationFile.KeyValue? {
        let found = Self.lastValue(of: key, in: section, defaults: defaults)
        if found == nil {
            self.report(.error, at: section.headers.first, "[\(section.name)] has no '\(key)'")
        }
        return found
    }

    /// The last line with a key, of the section or else of `[server]`.
    static func lastValue(
        of key: String,
        in section: ConfigurationFile.Section,
        defaults: ConfigurationFile.Section
    ) -> ConfigurationFile.KeyValue? {
        section.keyValues.last { $0.key == key } ?? defaults.keyValues.last { $0.key == key }
    }

    private mutating func readAddress(_ found: ConfigurationFile.KeyValue?) -> IPv4Address? {
        guard let found else { return nil }
        guard let address = IPv4Address(found.value) else {
            self.report(
                .error,
                at: found.line,
                "'\(found.value)' is not an IPv4 address to listen on",
                help: Self.helpAboutComment(in: found.value) ?? "write one of the host's, or 0.0.0.0 for all"
            )
            return nil
        }
        return address
    }

    private mutating func readPortNumber(_ found: ConfigurationFile.KeyValue?) -> Port? {
        guard let found else { return nil }
        guard let port = Port(found.value) else {
            self.report(
                .error,
                at: found.line,
                "'\(found.value)' is not a port from 1 to 65535",
                help: Self.helpAboutComment(in: found.value)
            )
            return nil
        }
        return port
    }

    private mutating func readServices(_ found: ConfigurationFile.KeyValue?) -> Set<ServerPort.Service> {
        guard let found else { return [] }
        var services: Set<ServerPort.Service> = []
        for part in Array(found.value.utf8).split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let name = String(decoding: part.trimmingASCIISpace(), as: UTF8.self)
            guard let service = ServerPort.Service(rawValue: name) else {
                let suggestion = NearMiss.suggestion(for: name, among: ServerPort.Service.allCases.map(\.rawValue))
                self.report(
                    .error,
                    at: found.line,
                    "there is no protocol '\(name)'; the server would serve nothing on this port",
                    help: Self.helpAboutComment(in: name) ?? suggestion.map { "did you mean '\($0)'?" }
                )
                continue
            }
            services.insert(service)
        }
        if services.contains(where: \.isWebSocket), !services.allSatisfy(\.isWebSocket) {
            self.report(.error, at: found.line, "'ws' and 'wss' cannot share a port with other protocols")
        }
        return services
    }

    private mutating func checkKeys(of section: ConfigurationFile.Section, known: Set<String>) {
        var seen: [String: Int] = [:]
        for entry in section.keyValues {
            if let earlier = seen.updateValue(entry.line, forKey: entry.key) {
                self.report(
                    .warning,
                    at: entry.line,
                    "[\(section.name)] sets '\(entry.key)' twice; line \(earlier) has no effect"
                )
            }
            let isTuning = section.name == "server" && entry.key.hasSuffix(KnownSections.serverKeySuffix)
            if !known.contains(entry.key), !isTuning {
                let suggestion = NearMiss.suggestion(for: entry.key, among: known)
                self.report(
                    .warning,
                    at: entry.line,
                    "[\(section.name)] has no key '\(entry.key)'; the server ignores it",
                    help: suggestion.map { "did you mean '\($0)'?" }
                )
            }
        }
    }
}
