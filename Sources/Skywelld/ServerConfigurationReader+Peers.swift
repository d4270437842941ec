import Addressing

/// `[ips]` and `[ips_fixed]`.
extension ServerConfigurationReader {
    /// The endpoints of a list section, in order, without repetitions.
    mutating func readEndpoints(of name: String) -> [Endpoint] {
        var endpoints: [Endpoint] = []
        for line in self.file[name]?.lines ?? [] {
            guard let endpoint = self.readEndpoint(line, of: name) else { continue }
            if endpoints.contains(endpoint) {
                self.report(.warning, at: line.number, "[\(name)] names \(endpoint) twice", help: "remove this line")
            } else {
                endpoints.append(endpoint)
            }
        }
        return endpoints
    }

    private mutating func readEndpoint(_ line: ConfigurationFile.Line, of name: String) -> Endpoint? {
        guard let entry = HostPort(line.text) else {
            self.report(.error, at: line.number, "'\(line.text)' has no address before its port", help: Self.form)
            return nil
        }
        guard let address = IPv4Address(entry.host) else {
            self.reportHost(entry.host, in: line)
            return nil
        }
        guard !entry.port.isEmpty else {
            let endpoint = Endpoint(address, ServerConfiguration.defaultPeerPort)
            self.report(
                .warning,
                at: line.number,
                "[\(name)] names \(address) without a port, which stops the real server",
                help: "write '\(address) \(endpoint.port)', which is what is used here"
            )
            return endpoint
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
        return Endpoint(address, port)
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
                "'\(host)' is a name, and names are not looked up in this version",
                help: "write the address itself; " + Self.form
            )
        }
    }

    private static let form = "write an address and a port, such as '198.51.100.11 50333'"
}
