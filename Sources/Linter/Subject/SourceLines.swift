/// Lines as the server counts them: they end at LF, CR LF or CR.
///
/// Source: skywelld reference §8.1.
enum SourceLines {
    static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                lines.append(bytes[start..<index])
                let isPair =
                    byte == UInt8(ascii: "\r") && index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n")
                index += isPair ? 1 : 0
                start = index + 1
            }
            index += 1
        }
        return lines + [bytes[start...]]
    }
}
