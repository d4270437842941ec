package import Diagnostics

extension Topology {
    /// Reads a topology from the bytes of a file.
    ///
    /// - Parameters:
    ///   - bytes: The whole file; of a larger one than ``Limits/fileSize``, one byte more than that is enough.
    ///   - name: The file's name as the user typed it.
    package static func read(bytes: [UInt8], name: String) -> TopologyReading {
        guard bytes.count <= Limits.fileSize else {
            return Self.refuse(SourceFile(name: name, text: ""), SourceCheck.fileTooLarge)
        }
        let source = SourceFile(name: name, text: String(decoding: bytes, as: UTF8.self))
        if let diagnostic = SourceCheck.encoding(of: bytes) { return Self.refuse(source, diagnostic) }
        return Self.read(source)
    }

    /// Reads a topology from a text.
    package static func read(_ source: SourceFile) -> TopologyReading {
        guard source.text.utf8.count <= Limits.fileSize else { return Self.refuse(source, SourceCheck.fileTooLarge) }
        var diagnostics = DiagnosticCollector()
        SourceCheck.characters(of: source, &diagnostics)
        var topology: Topology?
        let root = diagnostics.hasErrors ? nil : YAMLReader.read(source, &diagnostics)
        if let root {
            let file = TopologyFileReader.read(root, &diagnostics)
            topology = TopologyResolver.resolve(file, &diagnostics)
        }
        let mask = SecretMask(source, root)
        let shown = diagnostics.diagnostics.map(mask.masked)
        return TopologyReading(source: mask.shown, topology: topology, diagnostics: shown)
    }

    private static func refuse(_ source: SourceFile, _ diagnostic: Diagnostic) -> TopologyReading {
        TopologyReading(source: SecretMask(source, nil).shown, topology: nil, diagnostics: [diagnostic])
    }
}
