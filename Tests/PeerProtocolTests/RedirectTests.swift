import Addressing
import PeerProtocol
import TestSupport
import Testing

@Suite("Redirect")
struct RedirectTests {
    private static func read(_ body: String) -> [String] {
        Redirect(body: Array(body.utf8)).entries.map { entry in
            "\(entry.address)" + (entry.port.map { ":\($0)" } ?? "")
        }
    }

    @Test("reads the body of the vector")
    func vector() throws {
        let answer = try VectorFile.text("redirect_bytes", of: "crawl_response")
        var reader = HTTPResponseReader(bodyLimit: Redirect.maximumLength)
        var rest = Array(answer.utf8)[...]
        let body = try #require(try reader.read(&rest)).body
        #expect(Self.read(String(decoding: body, as: UTF8.self)) == ["198.51.100.77:50338", "203.0.113.5:50333"])
    }

    @Test(
        "takes addresses as both generations of the server write them, and leaves out what is none",
        arguments: [
            (#"{"peer-ips":[]}"#, []),
            (#"{"peer-ips":["10.0.0.1"]}"#, ["10.0.0.1"]),
            ("{ \"peer-ips\" :\n[\t\"10.0.0.1:1\" , \"10.0.0.2:2\"\r\n] }\n", ["10.0.0.1:1", "10.0.0.2:2"]),
            (#"{"peer-ips":["10.0.0.1:0","10.0.0.2:65536","10.0.0.3:","h:1","","::1","10.0.0.4:4"]}"#, ["10.0.0.4:4"]),
            (#"{"peer-ips":["10.0.0.1:1","10.0.0.1:2","10.0.0.1"]}"#, ["10.0.0.1:1"]),
            (#"{"peer-ips":["10.0.0.1:1 ","10.0.0.2 2"]}"#, []),
        ]
    )
    func both(body: String, expected: [String]) {
        #expect(Self.read(body) == expected)
    }

    @Test(
        "a body of any other shape names nobody",
        arguments: [
            "", "{", "[]", "null", "Forbidden\r\n", #"{"peer-ips":null}"#, #"{"peer-ips":["10.0.0.1:1"]"#,
            #"{"peer-ips":["10.0.0.1:1"}"#, #"{"peer-ips":["10.0.0.1:1",]}"#,
            #"{"peer-ips":["10.0.0.1:1""10.0.0.2:1"]}"#,
            #"{"peer-ips":["10.0.0.1:1"],"x":1}"#, #"{"peer-ips":["10.0.0.1:1"]}x"#, #"{"peers":["10.0.0.1:1"]}"#,
            #"{"peer-ips":[["10.0.0.1:1"]]}"#, #"{"peer-ips":[10]}"#, #"{"peer-ips":["10.0.0.1:1\u0030"]}"#,
            #"{"peer-ips":["10.0.0.1:1]}"#,
        ]
    )
    func shapes(body: String) {
        #expect(Self.read(body) == [])
    }

    @Test("looks at thirty entries, and at no body longer than the limit")
    func limits() {
        func body(_ entries: [String]) -> String {
            #"{"peer-ips":["# + entries.map { "\"\($0)\"" }.joined(separator: ",") + "]}"
        }
        let many = (1...40).map { "10.0.0.\($0):1" }
        #expect(Self.read(body(many)) == Array(many.prefix(30)))
        #expect(Self.read(body(Array(repeating: "x", count: 30) + many)) == [])
        let padding = String(repeating: " ", count: Redirect.maximumLength)
        #expect(Self.read(padding + body(["10.0.0.1:1"])) == [])
    }

    @Test("what we answer is read back, without the one who asked and with one port of each address")
    func ours() {
        let asking = IPv4Address(rawValue: 1)
        let peers = [1, 2, 2, 3].enumerated().map { Endpoint(IPv4Address(rawValue: $0.element), 50333 + $0.offset) }
        var reader = HTTPResponseReader(bodyLimit: Redirect.maximumLength)
        var rest = HTTPAnswer.redirect(asking, to: peers)[...]
        let body = (try? reader.read(&rest))?.body ?? []
        #expect(Redirect(body: body).entries.map(\.address) == [2, 3].map { IPv4Address(rawValue: $0) })
        #expect(Redirect(body: body).entries.map(\.port) == [50334, 50336])
    }
}

extension Port {
    fileprivate static func + (port: Port, offset: Int) -> Port {
        Port(rawValue: port.rawValue + UInt16(offset)) ?? port
    }
}
