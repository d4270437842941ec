extension UInt8 {
    /// White space as the server's parser sees it: blank, tab, line ends, and the two nobody types.
    var isASCIISpace: Bool {
        self == 0x20 || (0x09...0x0D).contains(self)
    }
}

extension ArraySlice<UInt8> {
    /// Without the ASCII white space at both ends.
    func trimmingASCIISpace() -> ArraySlice<UInt8> {
        guard let last = self.lastIndex(where: { !$0.isASCIISpace }) else { return [] }
        return self[...last].drop(while: \.isASCIISpace)
    }
}
