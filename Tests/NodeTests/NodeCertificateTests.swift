import Addressing
import TestSupport
import Testing

@testable import Node

@Suite("Certificates that the file names")
struct NodeCertificateTests {
    private let folder: ScratchFolder

    init() throws {
        self.folder = try ScratchFolder()
        for name in ["own", "other"] {
            _ = try commandOutput(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=\(name).example "
                    + "-keyout \(self.folder.path)/\(name).key -out \(self.folder.path)/\(name).crt 2>/dev/null"
            )
        }
    }

    private func run(
        _ keys: String,
        protocol services: String,
        port: UInt16,
        untilEnd: () throws -> Void
    ) throws -> [String] {
        try self.folder.write(
            """
            [server]
            port_a
            [port_a]
            ip = 127.0.0.1
            port = \(port)
            protocol = \(services)
            \(keys.replacing("DIR", with: self.folder.path))
            [node_seed]
            00000000000000000000000000000001
            """,
            to: "skywelld.cfg"
        )
        var output: [String] = []
        var failure: (any Error)?
        let exit = NodeProcess.run(
            [NodeSource(configurationPath: "\(self.folder.path)/skywelld.cfg")],
            logger: { _ in CapturedLog().logger },
            output: { output.append($0) },
            untilEnd: { _ in
                do { try untilEnd() } catch { failure = error }
            }
        )
        if let failure { throw failure }
        #expect((exit == .done) == output.isEmpty)
        return output
    }

    @Test("a stranger's openssl sees the certificate and its chain", arguments: ["peer", "https", "wss"])
    func presented(services: String) throws {
        let port = try freePort().rawValue
        let keys = "ssl_key = DIR/own.key\nssl_cert = DIR/own.crt\nssl_chain = DIR/other.crt"
        let output = try self.run(keys, protocol: services, port: port) {
            let seen = try commandOutput(
                "openssl s_client -connect 127.0.0.1:\(port) -showcerts </dev/null 2>/dev/null | grep -E 's:.*CN|PROTOCOL|Cipher is'"
            )
            #expect(seen.contains("0 s:CN = own.example") && seen.contains("1 s:CN = other.example"))
            let file = "\(self.folder.path)/own.crt"
            let print = "openssl x509 -noout -fingerprint -sha256"
            let shown = try commandOutput(
                "openssl s_client -connect 127.0.0.1:\(port) </dev/null 2>/dev/null | \(print)"
            )
            #expect(try !shown.isEmpty && shown == commandOutput("\(print) -in \(file)"))
        }
        #expect(output == [])
    }

    @Test("the chain alone will do: its first certificate is our own")
    func chainAlone() throws {
        let port = try freePort().rawValue
        let output = try self.run("ssl_key = DIR/own.key\nssl_chain = DIR/own.crt", protocol: "peer", port: port) {
            let seen = try commandOutput("openssl s_client -connect 127.0.0.1:\(port) </dev/null 2>/dev/null | grep s:")
            #expect(seen.contains("0 s:CN = own.example"))
        }
        #expect(output == [])
    }

    @Test(
        "what cannot be used is said at the start, and nothing runs",
        arguments: [
            ("ssl_key = DIR/other.key\nssl_cert = DIR/own.crt", "key values mismatch"),
            ("ssl_key = DIR/none.key\nssl_cert = DIR/own.crt", "no such file or directory"),
            ("ssl_key = DIR/own.crt\nssl_cert = DIR/own.crt", "PEM_read_bio_PrivateKey"),
            ("ssl_key = DIR/own.key\nssl_cert = DIR/own.key", "PEM_read_bio_X509"),
            ("ssl_cert = DIR/own.crt", "'ssl_cert' without 'ssl_key' stops the server"),
            ("ssl_key = DIR/own.key", "'ssl_key' without 'ssl_cert' stops the server"),
        ]
    )
    func unusable(keys: String, problem: String) throws {
        var hasStarted = false
        let output = try self.run(keys, protocol: "peer", port: 50333) { hasStarted = true }
        #expect(output.contains { $0.contains(": error: ") && $0.contains(problem) })
        #expect(!hasStarted)
    }

    @Test("a key that wants a password does not ask for it on the terminal")
    func password() throws {
        _ = try commandOutput(
            "openssl ec -aes128 -passout pass:secret -in \(self.folder.path)/own.key -out \(self.folder.path)/locked.key 2>&1"
        )
        let output = try self.run("ssl_key = DIR/locked.key\nssl_cert = DIR/own.crt", protocol: "peer", port: 50333) {}
        #expect(output.contains { $0.contains("PEM_read_bio_PrivateKey") })
    }
}
