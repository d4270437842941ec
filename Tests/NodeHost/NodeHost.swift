import Glibc
import Node

/// A node in a process of its own, whose memory and descriptors can be counted from outside.
@main
enum NodeHost {
    static func main() {
        var options = NodeOptions()
        // The largest messages that a node keeps are transactions, if it sends them on.
        options.relaysTransactions = true
        let sources = CommandLine.arguments.dropFirst().map { NodeSource(configurationPath: $0, options: options) }
        exit(NodeProcess.run(sources) { print($0) }.rawValue)
    }
}
