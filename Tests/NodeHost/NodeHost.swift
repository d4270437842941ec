import Glibc
import Node

/// A node in a process of its own, whose memory and descriptors can be counted from outside.
@main
enum NodeHost {
    static func main() {
        let paths = Array(CommandLine.arguments.dropFirst())
        var options = NodeOptions()
        // The largest messages that a node keeps are transactions, if it sends them on.
        options.relaysTransactions = true
        exit(NodeProcess.run(configurationPaths: paths, options: options) { print($0) }.rawValue)
    }
}
