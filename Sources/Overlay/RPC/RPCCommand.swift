package import Addressing
import PeerProtocol

/// What a node can be told and asked.
///
/// Source: skywelld reference §7.3.
package enum RPCCommand: Equatable, Sendable {
    /// How much of what happens is written to the log.
    package enum Severity: String, CaseIterable, Equatable, Sendable {
        case trace, debug, info, warning, error, fatal
    }

    case ping
    case serverInfo
    case serverState
    case peers
    case getCounts
    case connect(Endpoint)
    /// `nil` asks for the level.
    case logLevel(Severity?)
    case stop

    /// Where `connect` goes without a port. Source: skywelld reference §8.2.
    package static let defaultConnectPort: Port = 6561

    /// The partition that stands for all of the log.
    private static let wholeLog = "base"

    /// - Throws: `noPermission` before anything else is said about a command that is for administrators.
    package init(_ request: RPCRequest, as role: RPCRole) throws(RPCError) {
        switch request.method {
        case "ping": self = .ping
        case "server_info": self = .serverInfo
        case "server_state": self = .serverState
        case "peers", "get_counts", "connect", "log_level", "stop":
            guard role == .administrator else { throw .noPermission }
            self = try Self.administration(request)
        default:
            throw .unknownCommand
        }
    }

    private static func administration(_ request: RPCRequest) throws(RPCError) -> RPCCommand {
        switch request.method {
        case "peers": return .peers
        case "get_counts": return .getCounts
        case "connect": return .connect(try Self.target(request.parameters))
        case "log_level": return .logLevel(try Self.severity(request.parameters))
        case "stop": return .stop
        default: throw .unknownCommand
        }
    }

    /// Some builds take the port only as a part of `ip`, others only by itself: both are understood.
    ///
    /// Source: skywelld, observed, §6.
    private static func target(_ parameters: [String: JSONValue]) throws(RPCError) -> Endpoint {
        guard let text = parameters["ip"]?.string else { throw .invalidParams }
        if let endpoint = Endpoint(text), parameters["port"] == nil { return endpoint }
        guard let address = IPv4Address(text) else { throw .invalidParams }
        switch parameters["port"] {
        case nil:
            return Endpoint(address, Self.defaultConnectPort)
        case .integer(let number):
            guard let port = UInt16(exactly: number).flatMap(Port.init(rawValue:)) else { throw .invalidParams }
            return Endpoint(address, port)
        default:
            throw .invalidParams
        }
    }

    /// The log has no partitions of its own: what is meant for one of the server's would fall on all of it.
    private static func severity(_ parameters: [String: JSONValue]) throws(RPCError) -> Severity? {
        if let partition = parameters["partition"], partition.string?.lowercased() != Self.wholeLog {
            throw .invalidParams
        }
        guard let value = parameters["severity"] else { return nil }
        guard let severity = value.string.flatMap({ Severity(rawValue: $0.lowercased()) }) else { throw .invalidParams }
        return severity
    }
}
