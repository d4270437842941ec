internal import Verification

extension PacketReplay {
    /// The command that sends the packet in the lab of a topology.
    ///
    /// - Parameter file: The topology's, as the user named it.
    func command(for file: String) -> String {
        (["picket", "lab", "send"] + ([file] + self.arguments).map(\.quotedForShell)).joined(separator: " ")
    }
}

extension String {
    /// As one word of a command line.
    fileprivate var quotedForShell: String {
        let isPlain = self.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: ","):
                true
            default: false
            }
        }
        return isPlain && !self.isEmpty ? self : "'\(self.replacing("'", with: "'\\''"))'"
    }
}
