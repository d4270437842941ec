import TestSupport
import Testing

@Suite struct LayerTests {
    @Test("every import goes to a row above, or to a package that the target may use")
    func importsFollowTheLayers() throws {
        var checked = 0
        for file in try Self.sources() {
            for line in try Repository.text(file.path).split(separator: "\n") {
                guard let line = ImportLine(line) else { continue }
                checked += 1
                let objection = LayerTable.objection(to: line.module, in: file.target)
                #expect(objection == nil, "\(file.path): \(objection ?? "")")
            }
        }
        #expect(checked > 200, "the rule was applied to \(checked) imports only")
    }

    @Test("every folder of the sources is in the table, and every row of the table is a folder")
    func tableIsComplete() throws {
        let folders = Set(try Repository.files(below: "Sources").map(Self.target))
        let table = LayerTable.rows.flatMap(\.self)
        #expect(Set(table).count == table.count)
        #expect(folders == Set(table))
    }

    @Test(
        "the rule refuses what it must",
        arguments: [
            ("internal import Topology", "Topology"), ("package import Compiler", "Overlay"),
            ("import Verification", "Lab"), ("internal import Lab", "Node"), ("internal import Foundation", "picket"),
            ("internal import FoundationEssentials", "Verification"), ("import Glibc", "Overlay"),
            ("import struct NIOCore.ByteBuffer", "PeerProtocol"), ("@testable import Lab", "Crawler"),
            ("private import CNftables", "Lab"), ("public import Logging", "Overlay"), ("import SwiftUI", "picket"),
            ("internal import SwiftProtobuf", "Overlay"), ("import Addressing", "Nowhere"),
            ("import picket", "Verification"), ("import Mustache", "Skywelld"),
        ]
    )
    func refuses(line: String, target: String) throws {
        let module = try #require(ImportLine(line)).module
        #expect(LayerTable.objection(to: module, in: target) != nil)
    }

    @Test(
        "the rule allows what it must",
        arguments: [
            ("internal import Addressing", "Topology"), ("package import Lab", "Verification"),
            ("internal import Verification", "picket"), ("private import COpenSSL", "TLS"),
            ("import NIOCore  // the event loop", "Node"), ("internal import SwiftProtobuf", "PeerProtocol"),
        ]
    )
    func allows(line: String, target: String) throws {
        let module = try #require(ImportLine(line)).module
        #expect(LayerTable.objection(to: module, in: target) == nil)
    }

    @Test(
        "what is no import is not taken for one",
        arguments: [
            "// import Foundation", "let text = \"import Foundation\"", "important", "import", "    case import_",
        ]
    )
    func ignores(line: String) {
        #expect(ImportLine(line) == nil)
    }

    @Test("the manifest gives a target no dependency that it does not import, and none that the layers forbid")
    func manifestFollowsTheLayers() throws {
        for folder in LayerTable.rows.dropFirst().flatMap(\.self) {
            let imported = try Set(
                Self.sources().filter { $0.target == folder }.flatMap { file in
                    try Repository.text(file.path).split(separator: "\n").compactMap { ImportLine($0)?.module }
                }
            )
            let known = imported.intersection(LayerTable.rows.flatMap(\.self))
            #expect(try Manifest.dependencies(of: folder) == known, "target \(folder) of Package.swift")
        }
    }

    private static func sources() throws -> [(path: String, target: String)] {
        try Repository.files(below: "Sources").filter { $0.hasSuffix(".swift") }.map { ($0, Self.target(of: $0)) }
    }

    private static func target(of path: String) -> String {
        String(path.split(separator: "/")[1])
    }
}

/// `Package.swift`, as far as the layers need it.
private enum Manifest {
    /// Our own targets that a target depends on, as written.
    static func dependencies(of target: String) throws -> Set<String> {
        let text = try Repository.text("Package.swift")
        let compact = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let starts = ["layer(\"\(target)\", [", "layer( \"\(target)\", [", "name: \"\(target)\", dependencies: ["]
        guard let start = starts.lazy.compactMap({ compact.firstRange(of: $0) }).first else { return [] }
        var depth = 1
        var list = ""
        for character in compact[start.upperBound...] {
            depth += character == "[" ? 1 : character == "]" ? -1 : 0
            if depth == 0 { break }
            list.append(character)
        }
        let words = list.split(separator: "\"", omittingEmptySubsequences: false)
        let quoted = words.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
        return Set(quoted).intersection(LayerTable.rows.flatMap(\.self))
    }
}
