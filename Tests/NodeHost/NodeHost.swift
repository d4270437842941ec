import Glibc
import Node

/// A node in a process of its own, whose memory and descriptors can be counted from outside.
@main
enum NodeHost {
    static func main() {
        let paths = Array(CommandLine.arguments.dropFirst())
        exit(NodeProcess.run(configurationPaths: paths) { print($0) }.rawValue)
    }
}
