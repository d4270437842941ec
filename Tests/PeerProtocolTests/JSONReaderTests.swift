import TestSupport
import Testing

@testable import PeerProtocol

@Suite("JSON")
struct JSONReaderTests {
    private static func read(_ text: String) throws -> JSONValue {
        try JSONReader.read(Array(text.utf8))
    }

    @Test(
        "every kind of value is read",
        arguments: [
            ("null", JSONValue.null), (" true ", .boolean(true)), ("false", .boolean(false)), ("0", .integer(0)),
            ("-12", .integer(-12)), ("1.5", .number(1.5)), ("-2e3", .number(-2_000)), ("1E+2", .number(100)),
            ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            ("\"\"", .string("")), (#""a\"\\\/\b\f\n\r\té""#, .string("a\"\\/\u{8}\u{c}\n\r\té")),
            (#""\u00e9\uD83D\uDE00""#, .string("é😀")), ("[]", .array([])),
            ("[1, [2]]", .array([.integer(1), .array([.integer(2)])])),
            ("{}", .object([:])),
            (#"{"a" : {"b":null} , "c":1}"#, .object(["a": .object(["b": .null]), "c": .integer(1)])),
            (#"{"a":1,"a":2}"#, .object(["a": .integer(2)])),
        ]
    )
    func reads(text: String, value: JSONValue) throws {
        #expect(try Self.read(text) == value)
    }

    @Test(
        "what is no JSON is refused",
        arguments: [
            "", " ", "nul", "nulL", "truefalse", "01", "-", "-01", "1.", ".5", "1e", "1e+", "+1", "NaN", "1e999",
            "[1,]", "[1 2]", "[",
            "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:1}", "\"", "\"\n\"", #""\x""#, #""\u12G4""#,
            #""\u12""#,
            #""\uD83D""#, #""\uD83DA""#, #""\uDE00""#, "{} {}", "'a'", "\u{FEFF}{}",
        ]
    )
    func refuses(text: String) {
        #expect(throws: JSONError.self) { try Self.read(text) }
    }

    @Test("bytes that are no UTF-8 are refused inside strings")
    func badEncoding() {
        #expect(throws: JSONError.self) { try JSONReader.read([0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.self) { try JSONReader.read([0x22, 0xC0, 0xAF, 0x22]) }
    }

    @Test("nesting has an end, and a hostile depth costs no stack")
    func depth() throws {
        let deepest = JSONReader.depthMaximum
        let fits = String(repeating: "[", count: deepest) + String(repeating: "]", count: deepest)
        #expect(throws: Never.self) { try Self.read(fits) }
        #expect(throws: JSONError.tooDeep) { try Self.read("[\(fits)]") }
        #expect(throws: JSONError.tooDeep) { try Self.read(String(repeating: "{\"a\":", count: 50_000)) }
    }

    @Test("what is written is read back as it was", arguments: 0..<100 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let value = Self.anyValue(depth: 4, &dice)
        #expect(try Self.read(value.text) == value)
    }

    @Test("every prefix of a document is refused, none crashes")
    func prefixes() {
        let document = Array(
            #"{"method":"conn\u0065ct","params":[{"ip":"10.0.0.1","port":-1.5e3,"x":[true,null]}]}"#.utf8
        )
        for count in 0..<document.count {
            #expect(throws: JSONError.self) { try JSONReader.read(Array(document[..<count])) }
        }
    }

    private static func anyValue(depth: Int, _ dice: inout Dice) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &dice) {
        case 0: return .null
        case 1: return .boolean(.random(using: &dice))
        case 2: return .integer(.random(in: .min ... .max, using: &dice))
        case 3: return .number(.random(in: 0.1..<0.9, using: &dice))
        case 4: return .string(Self.anyText(&dice))
        case 5:
            return .array((0..<Int.random(in: 0..<4, using: &dice)).map { _ in Self.anyValue(depth: depth - 1, &dice) })
        default:
            let pairs = (0..<Int.random(in: 0..<4, using: &dice)).map { _ in
                (Self.anyText(&dice), Self.anyValue(depth: depth - 1, &dice))
            }
            return .object(Dictionary(pairs) { $1 })
        }
    }

    private static func anyText(_ dice: inout Dice) -> String {
        let scalars = (0..<Int.random(in: 0..<6, using: &dice)).compactMap { _ in
            Unicode.Scalar(UInt32.random(in: 0..<(Bool.random(using: &dice) ? 0x80 : 0x11_0000), using: &dice))
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
