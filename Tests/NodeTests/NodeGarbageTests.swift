import Addressing
import Crawler
import Files
import Glibc
import Overlay
import Skywelld
import TestSupport
import Testing

@testable import Node

/// Each in a process of its own, so that its open file descriptors can be counted.
@Suite("Node on sockets: strangers")
struct NodeGarbageTests {
    @Test(
        "whatever a stranger does leaves the links, the crawl and the descriptors as they were",
        arguments: Stranger.allCases
    )
    func survives(stranger: Stranger) async {
        await #expect(processExitsWith: .success) { [stranger = stranger as Stranger] in
            var limits = Limits.standard
            limits.acceptedTLS = .milliseconds(300)
            limits.request = .milliseconds(300)
            let sentry = try TestNode("sentry", limits: limits)
            let validator = try TestNode("validator", isPrivate: true, fixedPeers: [sentry.endpoint])
            _ = try sentry.crawl(listing: 1)
            _ = try validator.crawl(listing: 1)
            // The descriptors are counted once both crawls are over on the nodes' side as well.
            try eventually { openConnections(to: sentry.endpoint) == 2 }
            try eventually { openConnections(to: validator.endpoint) == 1 }
            let before = openDescriptors()
            for _ in 0..<3 { try stranger.visit(sentry.endpoint) }
            try eventually { openDescriptors() == before }
            let peers = try sentry.crawl(listing: 1)
            #expect(peers.map(\.publicKey) == [validator.key.publicKey.base64])
            #expect(sentry.log.all("peer-active").filter { $0.contains(validator.key.publicKey.base58) }.count == 1)
        }
    }

    @Test("idle strangers are dropped when their time is over")
    func idleStrangers() throws {
        var limits = Limits.standard
        limits.acceptedTLS = .milliseconds(100)
        let node = try TestNode("node", limits: limits)
        let idle = try TCPConnection.open(to: node.endpoint, timeout: .seconds(5))
        try node.logs("handshake-refused", containing: "reason=handshake-timeout")
        try eventually { openConnections(to: node.endpoint) == 1 }
        _ = consume idle
    }

    @Test("a peer that stops reading is dropped, and its socket is gone in bounded time")
    func stopsReading() throws {
        let node = try TestNode("node")
        let peer = try SecurePeer(node.endpoint).upgrade()
        let pings = [UInt8]((0..<1_000).flatMap { _ in [0, 0, 0, 4, 0, 3, 8, 0, 16, 1] as [UInt8] })
        var rounds = 0
        while node.log.all("peer-closed").isEmpty, rounds < 5_000 {
            peer.say(pings)
            rounds += 1
        }
        try node.logs("peer-closed", containing: "reason=send-queue-full")
        try eventually { openConnections(to: node.endpoint) == 1 }
        #expect(try node.crawl(listing: 0).isEmpty)
    }

    @Test("an answer arrives whole, also when the one who asked sends more than is read")
    func answersInSpiteOfBody() throws {
        let node = try TestNode("node")
        for _ in 0..<20 {
            let asker = try SecurePeer(node.endpoint)
            asker.say([UInt8]("POST /crawl HTTP/1.1\r\nContent-Length: 65536\r\n\r\n".utf8))
            asker.say([UInt8](repeating: 120, count: 65_536))
            let answer = try asker.readAll()
            #expect(String(decoding: answer, as: UTF8.self).hasSuffix("{\"overlay\":{\"active\":[]}}\n"))
        }
    }

    @Test("more connections than allowed are closed at once, and there is room again later")
    func tooMany() throws {
        var limits = ShellLimits.standard
        limits.acceptedMaximum = 2
        let node = try TestNode("node", shellLimits: limits)
        do {
            let first = try SecurePeer(node.endpoint)
            let second = try SecurePeer(node.endpoint)
            #expect(throws: (any Error).self) { try SecurePeer(node.endpoint) }
            first.leave()
            second.leave()
        }
        _ = try node.crawl(listing: 0)
    }

    @Test("running out of descriptors does not end the listener")
    func outOfDescriptors() async {
        await #expect(processExitsWith: .success) {
            let node = try TestNode("node")
            _ = try node.crawl(listing: 0)
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit)
            let before = limit
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            limit.rlim_cur = rlim_t(descriptor + 1)
            #expect(setrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit) == 0)
            #expect(node.endpoint.connect(descriptor))
            try node.logs("accept-failed")
            var old = before
            #expect(setrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &old) == 0)
            close(descriptor)
            _ = try node.crawl(listing: 0)
        }
    }
}

/// How many descriptors this process has open, the one that looks aside.
func openDescriptors() -> Int {
    guard let directory = opendir("/proc/self/fd") else { return -1 }
    defer { closedir(directory) }
    var count = 0
    while readdir(directory) != nil { count += 1 }
    return count - 3
}

/// How many sockets with an owner have this local port: the listener and what it accepted.
func openConnections(to endpoint: Endpoint) -> Int {
    let bytes = (try? BoundedFile.read("/proc/self/net/tcp", limit: 1 << 24)) ?? []
    let port = String(endpoint.port.rawValue, radix: 16, uppercase: true)
    let suffix = ":" + String(repeating: "0", count: 4 - port.count) + port
    return bytes.split(separator: UInt8(ascii: "\n")).dropFirst().count { line in
        let columns = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        return columns[1].hasSuffix(suffix) && columns[9] != "0"
    }
}
