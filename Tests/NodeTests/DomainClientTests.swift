import Addressing
import Files
import Glibc
import NIOCore
import NIOPosix
import Skywelld
import TestSupport
import Testing

@testable import Node

/// The domain is `localhost`, served by Python's own HTTPS server with a certificate that the test makes.
@Suite("Domains of validators")
struct DomainClientTests {
    private static let key = "n9MxLhowebDf16qjvvAERe1FYy28QRCsg7jTeoGiCkPAP9FYrAgb"
    private static let file = "[domain]\nlocalhost\n[validation_public_key]\n\(Self.key)\n"

    /// What asking gives: the key, or the name of the failure.
    private static func ask(
        serving text: String?,
        certificateOf name: String = "localhost",
        trusting authority: String = "own"
    ) throws -> String {
        let folder = try ScratchFolder()
        for (file, name) in [("own", name), ("other", "other.example")] {
            _ = try commandOutput(
                "cd \(folder.path) && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=\(name) "
                    + "-addext subjectAltName=DNS:\(name) -keyout \(file).key -out \(file).crt 2>/dev/null"
            )
        }
        if let text {
            try folder.write(text, to: "public/skywell.txt")
        } else {
            try folder.write("", to: "public/empty")
        }
        try folder.write(
            """
            import functools, http.server, os, ssl, threading
            # Threads of a test block the signals that could end it.
            threading.Timer(60, os._exit, [1]).start()
            handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory="public")
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain("own.crt", "own.key")
            server.socket = context.wrap_socket(server.socket, server_side=True)
            print(server.server_port, flush=True)
            server.serve_forever()
            """,
            to: "serve.py"
        )
        let pipe = try #require(
            popen("cd \(folder.path) && echo $$ && exec python3 serve.py 2>/dev/null", "r")
        )
        defer { pclose(pipe) }
        let process = try #require(Int32(Self.line(pipe)))
        defer { kill(process, SIGKILL) }
        let port = try #require(Int(Self.line(pipe)))
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }
        var client = DomainClient(loop: group.next(), port: port)
        client.authority = try BoundedFile.read("\(folder.path)/\(authority).crt", limit: 65_536)
        do {
            return try client.ask("localhost").wait().base58
        } catch let failure as DomainClient.Failure {
            return failure.rawValue
        } catch {
            return FailureText(error).description
        }
    }

    private static func line(_ pipe: UnsafeMutablePointer<FILE>) -> String {
        var bytes: [UInt8] = []
        while case let byte = getc(pipe), byte != EOF, byte != 10 { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("the key that a domain names as its own is found")
    func found() throws {
        #expect(try Self.ask(serving: Self.file) == Self.key)
    }

    @Test("a file of another domain, or without one good key, is none")
    func noKey() throws {
        #expect(try Self.ask(serving: Self.file.replacing("localhost", with: "example.org")) == "no-key")
        #expect(try Self.ask(serving: Self.file.replacing(Self.key, with: "n9Mx")) == "no-key")
        #expect(try Self.ask(serving: Self.file + "[validation_public_key]\n\(Self.key)\n") == "no-key")
        #expect(try Self.ask(serving: nil) == "not-ok")
    }

    @Test("who cannot prove to be the domain is not listened to")
    func notProven() throws {
        #expect(try Self.ask(serving: Self.file, certificateOf: "example.org").contains("certificate verify failed"))
        #expect(try Self.ask(serving: Self.file, trusting: "other").contains("certificate verify failed"))
    }
}
