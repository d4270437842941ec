package import Addressing
package import PeerProtocol
package import Skywelld

/// Decides who may use a port, and as what.
///
/// Source: skywelld reference §7.2 and §8.2.
package struct PortAccess: Sendable {
    private let port: ServerPort

    package init(_ port: ServerPort) {
        self.port = port
    }

    /// Whether the request carries the credentials that the port asks for.
    ///
    /// - Parameter authorization: The header of that name: the scheme `Basic` of RFC 7617.
    package func admits(authorization: String?) -> Bool {
        guard let credentials = self.port.credentials else { return true }
        guard let authorization, let blank = authorization.firstIndex(of: " "),
            authorization[..<blank].lowercased() == "basic",
            let bytes = Base64.decode(authorization[blank...].drop { $0 == " " })
        else { return false }
        return Self.areEqual(bytes, Array("\(credentials.user):\(credentials.password)".utf8))
    }

    /// An administrator has a listed address and, if the port asks for them, gives the further credentials with the
    /// command.
    package func role(of address: IPv4Address, parameters: [String: JSONValue]) -> RPCRole {
        guard self.port.administrators.include(address) else { return .guest }
        guard let credentials = self.port.adminCredentials else { return .administrator }
        guard let user = parameters["admin_user"]?.string, let password = parameters["admin_password"]?.string else {
            return .guest
        }
        let isUser = Self.areEqual(Array(user.utf8), Array(credentials.user.utf8))
        let isPassword = Self.areEqual(Array(password.utf8), Array(credentials.password.utf8))
        return isUser && isPassword ? .administrator : .guest
    }

    /// Takes the same time wherever the difference is, so that a secret cannot be guessed byte by byte.
    private static func areEqual(_ lhs: [UInt8], _ rhs: [UInt8]) -> Bool {
        guard lhs.count == rhs.count else { return false }
        return zip(lhs, rhs).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
