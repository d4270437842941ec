import Diagnostics
import Testing

@testable import Compiler

@Suite struct TemplateReaderTests {
    private static let schema = TemplateSchema([
        "host": .text,
        "peers": .texts,
        "ports": .records(TemplateSchema(["name": .text, "lines": .texts])),
    ])

    /// A template, and the code, line and words of each complaint about it.
    struct Sample: Sendable, CustomTestStringConvertible {
        let template: String
        let complaints: [(code: Diagnostic.Code, line: Int?, words: String)]

        var testDescription: String { self.template.debugDescription }
    }

    @Test("every mistake is found, at its line, with what to do", arguments: Self.samples)
    func reports(sample: Sample) {
        let file = TemplateSet.File(name: "t.mustache", bytes: Array(sample.template.utf8))
        let (template, problems) = TemplateReader.read(file, schema: Self.schema)
        #expect(template == nil)
        #expect(problems.map(\.code) == sample.complaints.map(\.code), "\(problems)")
        #expect(problems.map(\.line) == sample.complaints.map(\.line), "\(problems)")
        for (problem, complaint) in zip(problems, sample.complaints) {
            let text = "\(problem.message); \(problem.help ?? "")"
            #expect(text.contains(complaint.words), "\(text)")
            #expect(problem.template == "t.mustache")
        }
    }

    private static let samples: [Sample] = [
        Sample(template: "{{hots}}\n", complaints: [(.unknownTemplateName, 1, "did you mean 'host'?")]),
        Sample(template: "a\n{{zebra}}", complaints: [(.unknownTemplateName, 2, "there are host, peers, ports")]),
        Sample(template: "{{name}}", complaints: [(.unknownTemplateName, 1, "there is no 'name'")]),
        Sample(
            template: "{{#port}}\n{{name}}\n{{nome}}\n{{/port}}\n{{hosd}}\n",
            complaints: [
                (.unknownTemplateName, 1, "did you mean 'ports'?"), (.unknownTemplateName, 5, "did you mean 'host'?"),
            ]
        ),
        Sample(
            template: "\n{{#peers}}\n{{.}}\n",
            complaints: [(.sectionNotClosed, 2, "'peers' is opened and never closed")]
        ),
        Sample(
            template: "{{#ports}}\n{{#lines}}\n{{/ports}}\n",
            complaints: [(.sectionNotClosed, 2, "close it with '{{/lines}}'")]
        ),
        Sample(template: "x\n{{/peers}}\n", complaints: [(.strayClosingTag, 2, "closes no section")]),
        Sample(
            template: "{{#peers}}\n{{/pears}}\n{{/peers}}\n",
            complaints: [(.strayClosingTag, 2, "did you mean '{{/peers}}'?")]
        ),
        Sample(template: "{{host\n}}", complaints: [(.malformedTag, 1, "a tag is not closed")]),
        Sample(template: "{{}}", complaints: [(.malformedTag, 1, "a tag has no name")]),
        Sample(template: "{{> other}}", complaints: [(.malformedTag, 1, "'{{> other}}' is no tag")]),
        Sample(template: "{{{host}}}", complaints: [(.malformedTag, 1, "is no tag that templates know")]),
        Sample(template: "{{=<% %>=}}", complaints: [(.malformedTag, 1, "the tags are {{name}}")]),
        Sample(template: "{{a b}}", complaints: [(.malformedTag, 1, "'{{a b}}'")]),
        Sample(template: "{{#host}}x{{/host}}", complaints: [(.wrongKindOfName, 1, "write '{{host}}'")]),
        Sample(template: "{{peers}}", complaints: [(.wrongKindOfName, 1, "'peers' is a list, not a text")]),
        Sample(template: "{{.}}", complaints: [(.wrongKindOfName, 1, "stands for no text here")]),
        Sample(template: "{{#ports}}{{.}}{{/ports}}", complaints: [(.wrongKindOfName, 1, "{{.}}")]),
        Sample(template: "{{^peers}}{{.}}{{/peers}}", complaints: [(.wrongKindOfName, 1, "{{.}}")]),
        Sample(template: "\u{FEFF}a", complaints: [(.templateNotText, 1, "byte order mark")]),
        Sample(template: "a\n\u{1B}[2J", complaints: [(.templateNotText, 2, "U+1B")]),
        Sample(
            template: "{{a}}\n{{host}\n{{/ports}}\n{{#peers}}",
            complaints: [
                (.unknownTemplateName, 1, "a"), (.malformedTag, 2, "close it"), (.strayClosingTag, 3, "ports"),
                (.sectionNotClosed, 4, "peers"),
            ]
        ),
    ]

    @Test("bytes that are no text are refused")
    func refusesBytes() {
        let file = TemplateSet.File(name: "t", bytes: [0x61, 0xFF])
        let (template, problems) = TemplateReader.read(file, schema: Self.schema)
        #expect(template == nil && problems.map(\.code) == [.templateNotText])
    }

    @Test("every code of templates is documented once, and all but the one about names of files is tested above")
    func documentsCodes() {
        let documented = TemplateError.diagnosticInfos.map(\.code.rawValue)
        #expect(documented == (1...7).map { "P080\($0)" })
        let tested = Set(Self.samples.flatMap(\.complaints).map(\.code.rawValue))
        #expect(tested.union([Diagnostic.Code.unknownTemplate.rawValue]) == Set(documented))
        for info in TemplateError.diagnosticInfos {
            #expect(info.summary.first?.isLowercase == true && !info.summary.hasSuffix("."))
            for text in [info.cause, info.reason, info.cure] { #expect(text.hasSuffix(".")) }
        }
    }
}
