import Addressing
import Files
import Logging
import TestSupport
import Testing

@testable import Node

@Suite("How a node starts")
struct NodeStartTests {
    private func run(
        _ more: String,
        _ log: CapturedLog,
        untilEnd: ([Node]) -> Void = { _ in }
    ) throws -> (exit: NodeProcess.Exit, output: [String]) {
        let file = try TemporaryFile("[server]\n[node_seed]\n00000000000000000000000000000001\n\(more)")
        var output: [String] = []
        let exit = NodeProcess.run(
            [NodeSource(configurationPath: file.path)],
            logger: { _ in log.logger },
            output: { output.append($0) },
            untilEnd: untilEnd
        )
        return (exit, output.map { $0.replacing(file.path, with: "FILE") })
    }

    @Test("commands of [rpc_startup] are carried out before anything else, as an administrator's")
    func startupCommands() throws {
        let target = try TestNode("target")
        let log = CapturedLog()
        let commands = """
            [rpc_startup]
            {"command":"connect","ip":"\(target.endpoint)"}
            {"command":"log_level","severity":"error"}
            """
        let targetLog = target.log
        let (exit, _) = try self.run(commands, log) { _ in
            #expect(throws: Never.self) { try eventually { !targetLog.all("peer-active").isEmpty } }
        }
        #expect(exit == .done)
        #expect(log.all("startup-command") == ["startup-command command=connect done=yes"])
        #expect(log.all("started") == [])
    }

    @Test("a line of [rpc_startup] that is no command stops the node, and is not quoted")
    func badCommand() throws {
        let (exit, output) = try self.run("[rpc_startup]\n{\"secret\": 1\n", CapturedLog())
        #expect(exit == .badConfiguration)
        #expect(output.last == "FILE:5: error: this line of [rpc_startup] is no JSON object with a 'command'")
        #expect(!output.joined().contains("secret"))
    }

    @Test("a command that the node does not know is left out, and it says so")
    func unknownCommand() throws {
        let (exit, output) = try self.run("[rpc_startup]\n{\"command\": \"ledger_cleaner\"}\n", CapturedLog())
        #expect(exit == .done)
        #expect(
            output.last
                == "FILE:5: warning: this node does not know the command of this line of [rpc_startup], and leaves it out"
        )
    }

    @Test(
        "without --conf the file is looked for where the server looks",
        arguments: [
            (["skywelld.cfg", "/x/skywell/skywelld.cfg"], "/x", "skywelld.cfg"),
            (["/x/skywell/skywelld.cfg", "/home/.config/skywell/skywelld.cfg"], "/x", "/x/skywell/skywelld.cfg"),
            (["/home/.config/skywell/skywelld.cfg"], nil, "/home/.config/skywell/skywelld.cfg"),
            (["/home/.config/skywell/skywelld.cfg"], "", "/home/.config/skywell/skywelld.cfg"),
            (["/home/.config/skywell/skywelld.cfg"], "/x", "skywelld.cfg"),
            ([], nil, "skywelld.cfg"),
        ] as [([String], String?, String)]
    )
    func search(files: [String], configurationHome: String?, found: String) {
        let environment = ["HOME": "/home", "XDG_CONFIG_HOME": configurationHome].compactMapValues(\.self)
        #expect(ConfigurationSearch.path(environment: { environment[$0] }, isFile: files.contains) == found)
    }

    @Test("nodes that share a log are told apart in it, and each can have its own")
    func logs() throws {
        let folder = try ScratchFolder()
        let sources = [("a", "x"), ("b", "x"), ("c", "y")].map { name, log in
            NodeSource(configurationPath: name, logPath: "\(folder.path)/\(log)")
        }
        let logs = try NodeLogs(of: sources)
        for source in sources { logs.logger(of: source).notice("event") }
        logs.reopen()
        let lines = try ["x", "y"].map { name in
            try #require(folder.text(name)).split(separator: "\n").map {
                $0.split(separator: " ").dropFirst(2).joined(separator: " ")
            }
        }
        #expect(lines[0] == ["event conf=a", "event conf=b", "log-reopened"])
        #expect(lines[1] == ["event", "log-reopened"])
    }
}
