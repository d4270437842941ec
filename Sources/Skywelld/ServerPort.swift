package import Addressing

/// A port that `skywelld.cfg` opens, with who may do what there.
///
/// Source: skywelld reference §8.2.
package struct ServerPort: Equatable, Sendable {
    /// What can be spoken on a port.
    package enum Service: String, CaseIterable, Sendable {
        case peer, http, https, ws, wss

        package var isWebSocket: Bool {
            self == .ws || self == .wss
        }
    }

    /// Whose requests may be those of an administrator.
    package enum Administrators: Equatable, Sendable {
        case listed(Set<IPv4Address>)
        /// As `0.0.0.0` says.
        case anyone

        package func include(_ address: IPv4Address) -> Bool {
            switch self {
            case .listed(let addresses): addresses.contains(address)
            case .anyone: true
            }
        }
    }

    /// A name and the password that belongs to it.
    package struct Credentials: Equatable, Sendable, Redacted {
        package let user: String
        package let password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    /// The PEM files by which a port proves that it is what its name in DNS says; at least one certificate.
    package struct CertificateFiles: Equatable, Sendable {
        /// `ssl_key`.
        package let key: String
        /// `ssl_cert`.
        package let certificate: String?
        /// `ssl_chain`: the certificates of those who vouch, or all of them if `ssl_cert` is missing.
        package let chain: String?

        package init(key: String, certificate: String?, chain: String?) {
            self.key = key
            self.certificate = certificate
            self.chain = chain
        }
    }

    /// The name of its section.
    package let name: String
    /// The address to bind; `0.0.0.0` for all.
    package let address: IPv4Address
    package let port: Port
    package let services: Set<Service>
    package let administrators: Administrators
    /// Without these nobody gets in; `nil` if they are not asked for.
    package let credentials: Credentials?
    /// Without these nobody is an administrator; `nil` if they are not asked for.
    package let adminCredentials: Credentials?
    /// `nil`: it makes a certificate of its own.
    package let certificateFiles: CertificateFiles?

    /// Whether any of its services needs TLS.
    package var isEncrypted: Bool {
        !self.services.isDisjoint(with: [.peer, .https, .wss])
    }

    package init(
        name: String,
        address: IPv4Address,
        port: Port,
        services: Set<Service>,
        administrators: Administrators = .listed([]),
        credentials: Credentials? = nil,
        adminCredentials: Credentials? = nil,
        certificateFiles: CertificateFiles? = nil
    ) {
        self.name = name
        self.address = address
        self.port = port
        self.services = services
        self.administrators = administrators
        self.credentials = credentials
        self.adminCredentials = adminCredentials
        self.certificateFiles = certificateFiles
    }
}
