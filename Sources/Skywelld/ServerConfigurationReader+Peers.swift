import Addressing

/// `[ips]` and `[ips_fixed]`.
extension ServerConfigurationReader {
    /// The entries of a list section, in order, without repetitions.
    struct Peers {
        var endpoints: [Endpoint] = []
        var names: [NamedEndpoint] = []
    }

    private enum Entry {
        case endpoint(Endpoint)
        case name(NamedEndpoint)
    }

    /// - Parameter isPrivate: Whether the host hides: then it looks up no name, because every resolver would learn of it.
    ///   Source: skywelld reference §9, L13.
    mutating func readPeers(of name: String, isPrivate: Bool) -> Peers {
        var peers = Peers()
        for line in self.file[name]?.lines ?? [] {
            switch self.readPeer(line, of: name, isPrivate: isPrivate) {
            case nil: break
            case .endpoint(let endpoint) where peers.endpoints.contains(endpoint):
                self.report(.warning, at: line.number, "[\(name)] names \(endpoint) twice", help: "remove this line")
            case .endpoint(let endpoint): peers.endpoints.append(endpoint)
            case .name(let entry): peers.names.append(entry)
            }
        }
        return peers
    }

    private mutating func readPeer(_ line: ConfigurationFile.Line, of name: String, isPrivate: Bool) -> Entry? {
        guard let entry = HostPort(line.text) else {
            self.report(.error, at: line.number, "'\(line.text)' has no address before its port", help: Self.form)
            return nil
        }
        let address = IPv4Address(entry.host)
        if address == nil, !self.mayBeName(entry.host, in: line, isPrivate: isPrivate) {
            self.reportHost(entry.host, in: line)
            return nil
        }
        guard let port = self.readPort(entry, in: line, of: name) else { return nil }
        guard let address else {
            self.report(
                .warning,
                at: line.number,
                "'\(entry.host)' is a name, which is looked up once, at the start; every resolver learns of it",
                help: "write the address itself; " + Self.form
            )
            return .name(NamedEndpoint(host: entry.host, port: port, line: line.number))
        }
        return .endpoint(Endpoint(address, port))
    }

    private mutating func readPort(_ entry: HostPort, in line: ConfigurationFile.Line, of name: String) -> Port? {
        if entry.port.isEmpty {
            let port = ServerConfiguration.defaultPeerPort
            self.report(
                .warning,
                at: line.number,
                "[\(name)] names \(entry.host) without a port, which stops the real server",
                help: "write '\(entry.host) \(port)', which is what is used here"
            )
            return port
        }
        guard let port = Port(entry.port) else {
            self.report(
                .error,
                at: line.number,
                "'\(entry.port)' is not a port from 1 to 65535",
                help: Self.helpAboutComment(in: entry.port) ?? Self.form
            )
            return nil
        }
        return port
    }

    /// Never a secret, which a resolver would read as well.
    private func mayBeName(_ host: String, in line: ConfigurationFile.Line, isPrivate: Bool) -> Bool {
        !isPrivate && !SecretText.isSecret(line.text) && (DomainFile.isDomain(host) || host == "localhost")
    }

    private mutating func reportHost(_ host: String, in line: ConfigurationFile.Line) {
        let looksNumeric = host.utf8.allSatisfy { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }
        if line.text.hasPrefix("#") || line.text.hasPrefix("＃") {
            self.report(
                .error,
                at: line.number,
                "'\(line.text)' is read as an address, not as a comment",
                help: Self.helpAboutComment(in: line.text)
            )
        } else if line.text.hasPrefix("[") {
            self.report(
                .error,
                at: line.number,
                "'\(line.text)' is not an IPv4 address; the server speaks IPv4 only",
                help: Self.form
            )
        } else if looksNumeric {
            self.report(.error, at: line.number, "'\(host)' is not an IPv4 address", help: Self.form)
        } else {
            self.report(
                .error,
                at: line.number,
                DomainFile.isDomain(host)
                    ? "'\(host)' is a name, and a host that hides looks up none: every resolver would learn of it"
                    : "'\(host)' is neither an IPv4 address nor the name of a host in a domain",
                help: "write the address itself; " + Self.form
            )
        }
    }

    private static let form = "write an address and a port, such as '198.51.100.11 50333'"
}
