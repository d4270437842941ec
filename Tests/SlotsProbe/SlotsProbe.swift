internal import Glibc

/// Holds slots of a server with real connections while its rules are loaded again.
///
/// For tests: run it in a network namespace of its own, with the port, the ceiling, a ruleset of sentry-1 of
/// `topologies/quickstart.yaml` and, if wanted, another one for the same host. Prints how many of those who try get through
/// to the server: strangers at first, after each of three loads of the same file and after connection tracking has forgotten
/// them, then an own dialler, strangers after some have left, and at last strangers after the other file is loaded. Says as
/// well over how many of the connections that stand the server can still speak.
@main
enum SlotsProbe {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count >= 3, let port = arguments.first.flatMap({ UInt16($0) }),
            let ceiling = arguments.dropFirst().first.flatMap({ Int($0) })
        else { fatalError("usage: SlotsProbe PORT CEILING FILE [OTHER]") }
        let files = arguments.dropFirst(2).map { Self.read($0) }
        let scene = try Scene(rules: files[0], port: port)
        var strangers = try scene.connect(ceiling + 3, from: Scene.stranger)
        print("strangers: \(strangers.count) of \(ceiling + 3)")
        for load in 1...3 {
            try scene.load(files[0])
            let more = try scene.connect(4, from: Scene.stranger)
            print("after load \(load): \(more.count) of 4")
            strangers += more
        }
        try scene.setTimeoutOfTracking(seconds: 1)
        sleep(2)
        let more = try scene.connect(4, from: Scene.stranger)
        print("forgotten: \(more.count) of 4")
        strangers += more
        try scene.setTimeoutOfTracking(seconds: 432_000)
        print("still there: \(Connection.speaking(strangers).count)")
        print("own: \(try scene.connect(2, from: Scene.dialler).count) of 2")
        for connection in strangers.prefix(3) { connection.leave() }
        strangers = Array(strangers.dropFirst(3))
        try scene.load(files[0])
        // Behind a SYN proxy, who is refused does not try again by himself.
        var after: [Connection] = []
        for _ in 0..<3 where after.count < 3 { after += try scene.connect(5, from: Scene.stranger) }
        print("after three left: \(after.count)")
        if files.count > 1 {
            try scene.load(files[1])
            print("after another file: \(try scene.connect(5, from: Scene.stranger).count) of 5")
            print("of those before: \(Connection.speaking(strangers + after).count)")
        }
    }

    private static func read(_ path: String) -> String {
        guard let file = fopen(path, "r") else { fatalError("\(path) cannot be read") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
