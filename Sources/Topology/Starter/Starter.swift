package import Addressing

/// The answers that a first topology is written from.
///
/// An answer is checked twice: by itself when it is given, and against the answers to earlier questions. Without
/// problems, the text reads without errors and warnings.
package struct Starter: Hashable, Sendable {
    /// How much a starter may ask for. A larger network outgrows what one page can teach.
    package enum Limits {
        /// More than these a server does not take into `[validators]`. Source: skywelld reference §8.3.
        package static let validators = 50
        package static let sentries = 100
        /// Zones are named by letters.
        package static let zones = 26
    }

    package private(set) var network: String
    package private(set) var validators: Int
    package private(set) var sentries: Int
    package private(set) var zones: Int
    package private(set) var privatePrefix: IPv4Prefix
    package private(set) var publicPrefix: IPv4Prefix
    /// Who may reach ssh; none covers another.
    package private(set) var administration: [IPPrefix]

    /// The usual answers.
    package init() {
        self.network = ""
        self.validators = 0
        self.sentries = 0
        self.zones = 0
        self.privatePrefix = IPv4Prefix(IPv4Address(rawValue: 0), length: 0)
        self.publicPrefix = self.privatePrefix
        self.administration = []
        for question in StarterQuestion.allCases {
            let problem = self.answer(question, with: question.usualAnswer)
            precondition(problem == nil, "the usual answer to '\(question.rawValue)' is refused: \(problem ?? "")")
        }
    }

    /// Takes an answer, unless it makes no sense by itself.
    ///
    /// - Returns: What is wrong with it, in which case the answer before stays; `nil` if nothing is.
    package mutating func answer(_ question: StarterQuestion, with text: String) -> String? {
        switch question {
        case .network:
            guard NetworkName(text) != nil else { return "'\(text)' is no name: use \(NameRule.description)" }
            self.network = text
        case .validators: return Self.take(text, upTo: Limits.validators, into: &self.validators)
        case .sentries: return Self.take(text, upTo: Limits.sentries, into: &self.sentries)
        case .zones: return Self.take(text, upTo: Limits.zones, into: &self.zones)
        case .privatePrefix: return Self.take(text, into: &self.privatePrefix)
        case .publicPrefix: return Self.take(text, into: &self.publicPrefix)
        case .administration: return self.takeAdministration(text)
        }
        return nil
    }

    private static func take(_ text: String, upTo limit: Int, into number: inout Int) -> String? {
        guard text.utf8.allSatisfy(NameRule.isDigit), let value = Int(text), (1...limit).contains(value) else {
            return "'\(text)' is no number from 1 to \(limit)"
        }
        number = value
        return nil
    }

    private static func take(_ text: String, into prefix: inout IPv4Prefix) -> String? {
        guard let value = IPv4Prefix(text) else {
            return "'\(text)' is no IPv4 network: write it like 10.1.10.0/24, with zeros behind the prefix"
        }
        if let reserved = SegmentTable.reserved(.ipv4(value)) {
            return "no host can have an address of \(value): \(reserved) has another meaning"
        }
        prefix = value
        return nil
    }

    private mutating func takeAdministration(_ text: String) -> String? {
        var sources: [IPPrefix] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) where !text.isEmpty {
            let word = item.drop { $0 == " " }
            guard let source = IPPrefix(word) else {
                return "'\(word)' is no address and no prefix: write it like 203.0.113.0/24 or 2001:db8::/48"
            }
            guard source.ipv4?.length != 0, source.ipv6?.length != 0 else { return "\(source) is everybody" }
            sources.append(source)
        }
        if let pair = PrefixNesting.pairs(sources).first {
            return "\(sources[pair.outer]) covers \(sources[pair.inner]): leave one of them out"
        }
        self.administration = sources
        return nil
    }
}
