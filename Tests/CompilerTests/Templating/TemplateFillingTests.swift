import Diagnostics
import Testing

@testable import Compiler

@Suite struct TemplateFillingTests {
    private static let schema = TemplateSchema([
        "host": .text,
        "seed": .text,
        "peers": .texts,
        "nobody": .texts,
        "secrets": .texts,
        "ports": .records(TemplateSchema(["name": .text, "lines": .texts])),
    ])

    private static let values = TemplateValue.Record(
        [
            .text("v-1", Reason(.names)),
            .text("s3cret", Reason(.nodeSeed)),
            .texts([TemplateValue.Text("a", Reason(.fixedPeers)), TemplateValue.Text("b", Reason(.entryPoints))]),
            .texts([]),
            .texts([TemplateValue.Text("s3cret", Reason(.validationSeed))]),
            .records([
                TemplateValue.Record(
                    [.text("p1", Reason(.rpcOnLoopback)), .texts([TemplateValue.Text("x", Reason(.portPassword))])],
                    Reason(.rpcOnLoopback)
                ),
                TemplateValue.Record([.text("p2", Reason(.furtherPort)), .texts([])], Reason(.furtherPort)),
            ]),
        ],
        Reason(.template)
    )

    @Test(
        "a template comes out as Mustache would have it",
        arguments: [
            ("plain\n", "plain\n"),
            ("no line end", "no line end\n"),
            ("", ""),
            ("\n\n", "\n\n"),
            ("a\r\nb\r\n", "a\nb\n"),
            ("<{{host}}> & {{ host }}\n", "<v-1> & v-1\n"),
            ("{{#peers}}\n{{.}}\n{{/peers}}\n", "a\nb\n"),
            ("{{#peers}}{{.}},{{/peers}}\n", "a,b,\n"),
            ("  {{#peers}}  \n\t{{.}}\n  {{/peers}}\nend\n", "\ta\n\tb\nend\n"),
            ("{{^peers}}\nnone\n{{/peers}}\n", ""),
            ("{{^nobody}}\nnone of {{host}}\n{{/nobody}}\n", "none of v-1\n"),
            ("{{#nobody}}\nsome\n{{/nobody}}\n", ""),
            ("{{! a comment }}\nx {{! another }}y\n", "x y\n"),
            (
                "{{#ports}}\n[{{name}} of {{host}}]\n{{#lines}}\n{{.}}\n{{/lines}}\n{{^lines}}\nempty\n{{/lines}}\n{{/ports}}\n",
                "[p1 of v-1]\nx\n[p2 of v-1]\nempty\n"
            ),
            ("{{#peers}}{{#ports}}{{name}}{{/ports}}{{.}}{{/peers}}\n", "p1p2ap1p2b\n"),
            ("{ \"a\": { \"b\": 1 }}\n", "{ \"a\": { \"b\": 1 }}\n"),
        ]
    )
    func fills(template: String, text: String) throws {
        let filled = try Self.fill(template)
        #expect(filled.text == text)
        #expect(filled.reasons.count == text.utf8.count { $0 == UInt8(ascii: "\n") })
    }

    @Test(
        "a line has the reason of its first value, of a secret one if there is any, else of its section",
        arguments: [
            ("plain\n", [Reason.Rule.template]),
            ("{{host}} {{#peers}}{{.}}{{/peers}}\n", [.names]),
            ("{{host}} {{seed}} {{host}}\n", [.nodeSeed]),
            (
                "{{#peers}}\nplain\n{{.}}\n{{/peers}}\nplain\n",
                [.fixedPeers, .fixedPeers, .entryPoints, .entryPoints, .template]
            ),
            (
                "{{#ports}}\n\n[{{name}}]\n{{#lines}}\n{{.}}\n{{/lines}}\n{{/ports}}\n",
                [.rpcOnLoopback, .rpcOnLoopback, .portPassword, .furtherPort, .furtherPort]
            ),
            ("{{^nobody}}\nplain\n{{/nobody}}\n", [.template]),
            ("{{#secrets}}\n[{{host}}]\nplain\n{{.}}\n{{/secrets}}\n", [.names, .template, .validationSeed]),
        ] as [(String, [Reason.Rule])]
    )
    func explains(template: String, rules: [Reason.Rule]) throws {
        #expect(try Self.fill(template).reasons.map(\.rule) == rules)
    }

    @Test("a value with a line end would break the file, so it ends the program")
    func refusesLineEnds() async {
        await #expect(processExitsWith: .failure) { Self.fillHost(with: "a\nb") }
        await #expect(processExitsWith: .failure) { Self.fillHost(with: "a\rb") }
        await #expect(processExitsWith: .success) { Self.fillHost(with: "a b") }
    }

    private static func fillHost(with text: String) {
        let file = TemplateSet.File(name: "t", bytes: Array("{{host}}".utf8))
        let template = TemplateReader.read(file, schema: TemplateSchema(["host": .text])).0
        _ = template?.fill(TemplateValue.Record([.text(text, Reason(.names))], Reason(.template)), capacity: 1)
    }

    private static func fill(_ template: String) throws -> (text: String, reasons: [Reason]) {
        let file = TemplateSet.File(name: "t.mustache", bytes: Array(template.utf8))
        let (read, problems) = TemplateReader.read(file, schema: Self.schema)
        return try #require(read, "\(problems)").fill(Self.values, capacity: 64)
    }
}
