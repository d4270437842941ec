import Glibc
import Testing

/// What a shell command prints.
func commandOutput(_ command: String) throws -> String {
    let pipe = try #require(popen(command, "r"))
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { output += buffer[..<count] }
    try #require(pclose(pipe) >> 8 != 127, "not installed: \(command)")
    return String(decoding: output, as: UTF8.self)
}
