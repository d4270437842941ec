import Addressing
import Node
import Overlay
import Skywelld
import TestSupport
import Testing

/// TLS of §2.2 of the reference, with `openssl` at the other end.
@Suite("Node and the openssl program", .enabled(if: Program.works(["openssl", "version"]), "needs openssl"))
struct OpenSSLProgramTests {
    /// A refused handshake: the program says what it had agreed on.
    private static let nothingAgreed = "Cipher is (NONE)"

    /// Lets `s_client` shake hands with a node, ask for its crawl, and say what it saw.
    private static func dial(_ endpoint: Endpoint, _ options: [String]) throws -> Program.Finished {
        try Program(
            ["openssl", "s_client", "-connect", endpoint.description, "-ign_eof"] + options,
            input: "GET /crawl HTTP/1.0\r\n\r\n"
        ).finish()
    }

    @Test("a dialler with the settings of a distribution gets TLS 1.2, ephemeral keys, and an answer")
    func dialler() throws {
        let node = try TestNode("node")
        let result = try Self.dial(node.endpoint, [])
        #expect(result.code == 0)
        #expect(result.output.contains("New, TLSv1.2, Cipher is ECDHE-"), "\(result.all)")
        #expect(result.output.contains("{\"overlay\":{\"active\":[]}}"))
        #expect(result.output.contains("No client certificate CA names sent"))
    }

    @Test("the certificate that a node makes for itself has no name in it")
    func certificate() throws {
        let node = try TestNode("node")
        let pem = try Self.dial(node.endpoint, []).output
        let shown = try Program(["sh", "-c", "openssl x509 -noout -subject -issuer"], input: pem + "\n")
        // Standard input ends with the last certificate for `x509`; it does not wait for more.
        let lines = try shown.finish().output.split(separator: "\n").map(String.init)
        #expect(lines == ["subject=", "issuer="])
    }

    @Test(
        "no other version is spoken, and nothing that is not both ephemeral and signed",
        arguments: [
            ["-tls1_3"], ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"], ["-tls1", "-cipher", "DEFAULT@SECLEVEL=0"],
            ["-tls1_2", "-cipher", "AES256-GCM-SHA384"], ["-tls1_2", "-cipher", "ADH@SECLEVEL=0"],
            ["-tls1_2", "-cipher", "aNULL@SECLEVEL=0"], ["-tls1_2", "-cipher", "eNULL@SECLEVEL=0"],
            ["-tls1_2", "-cipher", "DHE-RSA-AES256-GCM-SHA384"],
        ]
    )
    func refusedDialler(options: [String]) throws {
        let node = try TestNode("node")
        let result = try Self.dial(node.endpoint, options)
        #expect(result.code != 0)
        #expect(result.output.contains(Self.nothingAgreed), "\(result.all)")
        #expect(!result.output.contains("overlay"))
        #expect(try node.crawl(listing: 0).isEmpty)
    }

    @Test("a stock dialler's cipher list is enough")
    func stockDialler() throws {
        let node = try TestNode("node")
        let list = "ALL:!LOW:!EXP:!MD5:@STRENGTH:@SECLEVEL=0"
        let result = try Self.dial(node.endpoint, ["-tls1_2", "-cipher", list])
        #expect(result.output.contains("New, TLSv1.2, Cipher is ECDHE-"), "\(result.all)")
    }

    // MARK: - Dialled by the node

    /// What a server is like, and whether a node can come to terms with it.
    struct Server: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let options: [String]
        /// What must be agreed on; `nil` if nothing may be.
        let cipher: String?

        static let all = [
            Server(
                testDescription: "static RSA alone",
                options: ["-tls1_2", "-cipher", "kRSA@SECLEVEL=0"],
                cipher: "AES256-GCM-SHA384"
            ),
            Server(
                testDescription: "DHE with 1024 bits preferred, static RSA beside it",
                options: ["-tls1_2", "-serverpref", "-cipher", "DHE:kRSA:@SECLEVEL=0", "-dhparam", "DH"],
                cipher: "AES256-GCM-SHA384"
            ),
            Server(
                testDescription: "any version, ephemeral keys too",
                options: ["-cipher", "ALL@SECLEVEL=0"],
                cipher: "ECDHE-RSA-AES256-GCM-SHA384"
            ),
            Server(
                testDescription: "DHE with 1024 bits alone",
                options: ["-tls1_2", "-cipher", "DHE@SECLEVEL=0", "-dhparam", "DH"],
                cipher: nil
            ),
            Server(testDescription: "TLS 1.3 alone", options: ["-tls1_3"], cipher: nil),
            Server(
                testDescription: "TLS 1.1 alone",
                options: ["-tls1_1", "-cipher", "ALL@SECLEVEL=0"],
                cipher: nil
            ),
            Server(
                testDescription: "nobody's certificate",
                options: ["-tls1_2", "-cipher", "aNULL@SECLEVEL=0", "-nocert"],
                cipher: nil
            ),
        ]
    }

    @Test("a node dials servers with the settings of the reference, and none beyond them", arguments: Server.all)
    func dialled(server: Server) throws {
        let folder = try ScratchFolder()
        let (key, certificate, group) = ("\(folder.path)/key", "\(folder.path)/certificate", "\(folder.path)/group")
        let made = try Program(
            [
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=none", "-keyout", key, "-out",
                certificate,
            ]
        ).finish()
        #expect(made.code == 0, "\(made.all)")
        let grouped = try Program(
            ["openssl", "genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "dh_rfc5114:1", "-out", group]
        ).finish()
        #expect(grouped.code == 0, "\(grouped.all)")
        let options = server.options.map { $0 == "DH" ? group : $0 }
        let program = try Program(
            ["openssl", "s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate] + options
        )
        var endpoint: Endpoint?
        try eventually {
            let line = program.output.split(separator: "\n").first { $0.hasPrefix("ACCEPT 127") }
            endpoint = line.flatMap { Endpoint(String($0.dropFirst("ACCEPT ".count))) }
            return endpoint != nil
        }
        let node = try TestNode("dialler", fixedPeers: [try #require(endpoint)])
        if let cipher = server.cipher {
            try eventually { program.output.contains("Upgrade: RTXP/1.2") }
            #expect(program.output.contains("CIPHER is \(cipher)\n"), "\(program.output)")
        } else {
            try node.logs("dial-failed", containing: "remote=\(try #require(endpoint))")
            #expect(!program.output.contains("Upgrade:"))
        }
    }
}
