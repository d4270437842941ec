import Addressing

/// Who may do what on a port: `admin`, `user`, `password` and their kin.
///
/// Source: skywelld reference §7.2 and §8.2.
extension ServerConfigurationReader {
    struct Access {
        let administrators: ServerPort.Administrators
        let credentials: ServerPort.Credentials?
        let adminCredentials: ServerPort.Credentials?
    }

    mutating func readAccess(of section: ConfigurationFile.Section, defaults: ConfigurationFile.Section) -> Access {
        let administrators = self.readAdministrators(Self.lastValue(of: "admin", in: section, defaults: defaults))
        let pairs = [("user", "password"), ("admin_user", "admin_password")].map { user, password in
            self.readCredentials(
                Self.lastValue(of: user, in: section, defaults: defaults),
                Self.lastValue(of: password, in: section, defaults: defaults),
                keys: (user, password)
            )
        }
        return Access(administrators: administrators, credentials: pairs[0], adminCredentials: pairs[1])
    }

    private mutating func readAdministrators(_ found: ConfigurationFile.KeyValue?) -> ServerPort.Administrators {
        guard let found else { return .listed([]) }
        var addresses: Set<IPv4Address> = []
        for text in found.value.split(separator: ",", omittingEmptySubsequences: false) {
            guard let address = IPv4Address(text) else {
                self.report(
                    .error,
                    at: found.line,
                    "'\(text)' is not an IPv4 address of an administrator, and stops the server",
                    help: Self.helpAboutComment(in: found.value)
                        ?? "write literal addresses with commas and without blanks between them"
                )
                continue
            }
            addresses.insert(address)
        }
        guard addresses.contains(.any) else { return .listed(addresses) }
        if addresses.count > 1 {
            self.report(.error, at: found.line, "0.0.0.0 lets everybody administer, and must stand alone")
        }
        return .anyone
    }

    /// A certificate is of no use without its key, nor the other way round: the server does not start with one of them.
    mutating func readCertificateFiles(
        of section: ConfigurationFile.Section,
        defaults: ConfigurationFile.Section
    ) -> ServerPort.CertificateFiles? {
        let certificate = Self.lastValue(of: "ssl_cert", in: section, defaults: defaults)
        let chain = Self.lastValue(of: "ssl_chain", in: section, defaults: defaults)
        guard let key = Self.lastValue(of: "ssl_key", in: section, defaults: defaults) else {
            if let found = certificate ?? chain {
                self.report(.error, at: found.line, "'\(found.key)' without 'ssl_key' stops the server")
            }
            return nil
        }
        guard certificate != nil || chain != nil else {
            self.report(.error, at: key.line, "'ssl_key' without 'ssl_cert' stops the server")
            return nil
        }
        return ServerPort.CertificateFiles(key: key.value, certificate: certificate?.value, chain: chain?.value)
    }

    /// Neither may be there without the other: the server would ask for none of them.
    private mutating func readCredentials(
        _ user: ConfigurationFile.KeyValue?,
        _ password: ConfigurationFile.KeyValue?,
        keys: (user: String, password: String)
    ) -> ServerPort.Credentials? {
        switch (user, password) {
        case (nil, nil): return nil
        case (let user?, let password?):
            return ServerPort.Credentials(user: user.value, password: password.value)
        case (let user?, nil):
            self.report(.error, at: user.line, "'\(keys.user)' without '\(keys.password)' protects nothing")
        case (nil, let password?):
            self.report(.error, at: password.line, "'\(keys.password)' without '\(keys.user)' protects nothing")
        }
        return nil
    }
}

extension IPv4Address {
    /// 0.0.0.0, which stands for all.
    fileprivate static let any = IPv4Address(rawValue: 0)
}
