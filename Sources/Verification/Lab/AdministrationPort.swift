package import Addressing
internal import Skywelld

/// The port at which a host's own administrator asks its node, inside the host.
package enum AdministrationPort {
    private static let loopback = IPv4Address(rawValue: 0x7F00_0001)

    /// - Parameter configuration: The text of `skywelld.cfg`.
    /// - Returns: Where to ask; `nil` if no port takes commands of an administrator on loopback, without a password and
    ///   without TLS.
    package static func endpoint(in configuration: String) -> Endpoint? {
        let file = ServerConfiguration.read(ConfigurationFile(configuration.utf8)).configuration
        let port = file?.ports.first { port in
            port.services.contains(.http) && port.services.isDisjoint(with: [.peer, .https, .wss])
                && (port.address == Self.loopback || port.address.rawValue == 0)
                && port.administrators.include(Self.loopback)
                && port.credentials == nil && port.adminCredentials == nil
        }
        return port.map { Endpoint(Self.loopback, $0.port) }
    }
}
