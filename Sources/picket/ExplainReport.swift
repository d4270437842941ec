internal import Compiler
internal import Diagnostics

/// The files that a host gets with the reasons of their lines, as JSON.
struct ExplainReport: Encodable {
    static let schemaName = "picket.explain/1"

    struct Line: Encodable {
        let number: Int
        let text: String
        let rule: String
        let explanation: String
        let isSecret: Bool
        /// Where the topology causes it; none for what every file of this kind has.
        let place: Place?

        enum CodingKeys: String, CodingKey {
            case number
            case text
            case rule
            case explanation
            case isSecret = "is_secret"
            case place
        }
    }

    struct Place: Encodable {
        let line: Int
        let column: Int
    }

    struct File: Encodable {
        let name: String
        let lines: [Line]
    }

    let schema = Self.schemaName
    let host: String
    let artifacts: [File]

    init(host: String, _ artifacts: [ExplainedArtifact]) {
        self.host = host
        self.artifacts = artifacts.map { artifact in
            File(
                name: artifact.name.rawValue,
                lines: artifact.lines.map { line in
                    Line(
                        number: line.number,
                        text: line.text,
                        rule: line.reason.rule.rawValue,
                        explanation: line.reason.rule.explanation,
                        isSecret: line.reason.rule.isSecret,
                        place: line.reason.place.map { Place(line: $0.start.line, column: $0.start.column) }
                    )
                }
            )
        }
    }
}
