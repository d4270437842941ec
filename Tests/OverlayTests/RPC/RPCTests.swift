import Addressing
import Overlay
import PeerProtocol
import Skywelld
import Testing

@Suite("Commands")
struct RPCTests {
    private static func request(_ text: String) throws -> RPCRequest {
        try RPCRequest(jsonRPC: Array(text.utf8))
    }

    private static func command(_ text: String, as role: RPCRole = .administrator) throws -> RPCCommand {
        try RPCCommand(try Self.request(text), as: role)
    }

    @Test("are read with and without parameters")
    func requests() throws {
        #expect(try Self.request(#"{"method":"ping"}"#) == RPCRequest(method: "ping"))
        #expect(try Self.request(#"{"method":"ping","params":[]}"#) == RPCRequest(method: "ping"))
        #expect(try Self.request(#"{"method":"a","params":[{"b":1}],"id":7}"#).parameters == ["b": .integer(1)])
    }

    @Test(
        "that are none are refused in the stock server's words",
        arguments: [
            ("", RPCRequest.Malformed.unparsable), ("[]", .unparsable), ("{}", .noMethod),
            (#"{"method":null}"#, .noMethod),
            (#"{"method":1}"#, .methodIsNoString), (#"{"method":""}"#, .methodIsEmpty),
            (#"{"method":"a","params":{}}"#, .badParameters), (#"{"method":"a","params":[1]}"#, .badParameters),
            (#"{"method":"a","params":[{},{}]}"#, .badParameters),
        ]
    )
    func malformed(text: String, reason: RPCRequest.Malformed) {
        #expect(throws: reason) { try Self.request(text) }
    }

    @Test(
        "of administrators are closed to guests, whatever their parameters",
        arguments: [
            "peers", "connect", "log_level", "stop", "get_counts",
        ]
    )
    func guests(method: String) {
        #expect(throws: RPCError.noPermission) { try RPCCommand(RPCRequest(method: method), as: .guest) }
    }

    @Test("of guests are open, and others are unknown to all")
    func open() throws {
        #expect(try Self.command(#"{"method":"ping"}"#, as: .guest) == .ping)
        #expect(try Self.command(#"{"method":"server_info"}"#, as: .guest) == .serverInfo)
        #expect(throws: RPCError.unknownCommand) { try Self.command(#"{"method":"print"}"#, as: .guest) }
    }

    @Test(
        "to connect take the port in either form",
        arguments: [
            (#"{"ip":"10.0.0.1"}"#, "10.0.0.1:6561"), (#"{"ip":"10.0.0.1","port":50333}"#, "10.0.0.1:50333"),
            (#"{"ip":"10.0.0.1:50333"}"#, "10.0.0.1:50333"),
        ]
    )
    func connect(parameters: String, endpoint: String) throws {
        let command = try Self.command(#"{"method":"connect","params":[\#(parameters)]}"#)
        #expect(command == .connect(try #require(Endpoint(endpoint))))
    }

    @Test(
        "with bad parameters are refused",
        arguments: [
            #"{"method":"connect"}"#, #"{"method":"connect","params":[{"ip":"name"}]}"#,
            #"{"method":"connect","params":[{"ip":"10.0.0.1","port":0}]}"#,
            #"{"method":"connect","params":[{"ip":"10.0.0.1","port":65536}]}"#,
            #"{"method":"connect","params":[{"ip":"10.0.0.1:1","port":2}]}"#,
            #"{"method":"log_level","params":[{"severity":"loud"}]}"#,
            #"{"method":"log_level","params":[{"severity":1}]}"#,
            #"{"method":"log_level","params":[{"severity":"debug","partition":"Overlay"}]}"#,
            #"{"method":"log_level","params":[{"severity":"debug","partition":1}]}"#,
        ]
    )
    func invalid(text: String) {
        #expect(throws: RPCError.invalidParams) { try Self.command(text) }
    }

    @Test("that fail are answered with a number and a name, and without the request")
    func failure() {
        let text = RPCAnswer.failure(.noPermission).text
        #expect(text.contains(#""error":"noPermission","error_code":6"#) && text.contains(#""status":"error""#))
        #expect(!text.contains("request"))
    }
}

@Suite("Access to ports")
struct PortAccessTests {
    private static let caller = IPv4Address(rawValue: 0x7F00_0001)

    private static func access(
        _ administrators: ServerPort.Administrators = .listed([Self.caller]),
        _ credentials: ServerPort.Credentials? = nil,
        admin: ServerPort.Credentials? = nil
    ) -> PortAccess {
        let port = ServerPort(
            name: "port_rpc",
            address: Self.caller,
            port: 5050,
            services: [.http],
            administrators: administrators,
            credentials: credentials,
            adminCredentials: admin
        )
        return PortAccess(port)
    }

    @Test("without credentials everybody gets in; with them only who has both")
    func credentials() {
        #expect(Self.access().admits(authorization: nil))
        let access = Self.access(credentials: "user", "pass:word")
        let good = Base64.encode(Array("user:pass:word".utf8))
        #expect(access.admits(authorization: "Basic \(good)") && access.admits(authorization: "basic  \(good)"))
        for text in ["user:pass:wore", "user", "", "user:pass:word2", "User:pass:word"] {
            #expect(!access.admits(authorization: "Basic \(Base64.encode(Array(text.utf8)))"), "\(text)")
        }
        for header in [nil, "", "Basic", "Basic ", "Bearer \(good)", good, "Basic \(good)=", "Basic !!!!"] {
            #expect(!access.admits(authorization: header), "\(header ?? "none")")
        }
    }

    private static func access(credentials user: String, _ password: String) -> PortAccess {
        Self.access(.listed([]), ServerPort.Credentials(user: user, password: password))
    }

    @Test("an administrator has a listed address")
    func addresses() {
        let other = IPv4Address(rawValue: 0x0A00_0001)
        #expect(Self.access().role(of: Self.caller, parameters: [:]) == .administrator)
        #expect(Self.access().role(of: other, parameters: [:]) == .guest)
        #expect(Self.access(.listed([])).role(of: Self.caller, parameters: [:]) == .guest)
        #expect(Self.access(.anyone).role(of: other, parameters: [:]) == .administrator)
    }

    @Test("and gives the further credentials, if there are any")
    func adminCredentials() {
        let access = Self.access(admin: ServerPort.Credentials(user: "root", password: "secret"))
        let role = { access.role(of: Self.caller, parameters: $0) }
        #expect(role(["admin_user": .string("root"), "admin_password": .string("secret")]) == .administrator)
        #expect(role([:]) == .guest)
        #expect(role(["admin_user": .string("root")]) == .guest)
        #expect(role(["admin_user": .string("root"), "admin_password": .string("secre7")]) == .guest)
        #expect(role(["admin_user": .string("toor"), "admin_password": .string("secret")]) == .guest)
        #expect(role(["admin_user": .string("root"), "admin_password": .null]) == .guest)
    }
}
