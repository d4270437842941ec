import Testing

@testable import Nftables

/// What a listing says where a name alone is kept.
@Suite struct UnreadTests {
    private static let table = #"{"table": {"family": "ip", "name": "t"}}"#
    private static let chain = #"{"chain": {"family": "ip", "table": "t", "name": "c"}}"#

    private static func rule(_ expressions: String, _ more: String = "") throws -> ListedRule {
        let rule = #"{"rule": {"family": "ip", "table": "t", "chain": "c", \#(more)"expr": [\#(expressions)]}}"#
        let json = #"{"nftables": [\#(Self.table), \#(Self.chain), \#(rule)]}"#
        return try RulesetListing(json: json.utf8).tables[0].chains[0].rules[0]
    }

    private static func set(_ elements: String) throws -> ListedSet {
        let set = #"{"set": {"family": "ip", "table": "t", "name": "s", "type": "ipv4_addr", "elem": \#(elements)}}"#
        return try RulesetListing(json: #"{"nftables": [\#(Self.table), \#(set)]}"#.utf8).tables[0].sets[0]
    }

    @Test(
        "what is read whole is not kept a second time",
        arguments: [
            #"{"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": {"set": [22, 80]}}}"#,
            #"{"limit": {"rate": 1, "burst": 5, "per": "hour"}}, {"drop": null}"#,
            #"{"counter": {"packets": 1, "bytes": 2}}, {"log": {"prefix": "a"}}, {"last": {"used": 7}}, {"notrack": null}"#,
            #"{"ct count": {"val": 1, "inv": true}}, {"dnat": {"addr": "10.0.0.1", "port": 1}}"#,
        ]
    )
    func whole(expressions: String) throws {
        #expect(try Self.rule(expressions).unread == [])
    }

    @Test(
        "what is kept by its name is told apart, but for what the kernel counts, names and orders",
        arguments: [
            (#"{"quota": {"val": 1, "val_unit": "bytes"}}"#, #"{"quota": {"val": 2, "val_unit": "bytes"}}"#, false),
            (#"{"quota": {"val": 1, "used": 5}}"#, #"{"quota": {"val": 1, "used": 6}}"#, true),
            (
                #"{"masquerade": {"flags": ["random", "persistent"]}}"#,
                #"{"masquerade": {"flags": ["persistent", "random"]}}"#, true
            ),
            (#"{"masquerade": {"flags": "random"}}"#, #"{"masquerade": {"flags": "persistent"}}"#, false),
            (
                #"{"vmap": {"key": {"numgen": {"mod": 2}}, "data": {"set": [[0, {"jump": {"target": "a"}}], [1, {"drop": null}]]}}}"#,
                #"{"vmap": {"key": {"numgen": {"mod": 2}}, "data": {"set": [[1, {"drop": null}], [0, {"jump": {"target": "b"}}]]}}}"#,
                true
            ),
            (
                #"{"match": {"op": "==", "left": {"socket": {"key": "mark"}}, "right": "@a"}}"#,
                #"{"match": {"op": "==", "left": {"socket": {"key": "mark"}}, "right": "@b"}}"#, true
            ),
            (
                #"{"match": {"op": "==", "left": {"payload": {"base": "th", "offset": 0, "len": 16}}, "right": 1}}"#,
                #"{"match": {"op": "==", "left": {"payload": {"base": "th", "offset": 16, "len": 16}}, "right": 1}}"#,
                false
            ),
            (#"{"synproxy": {"mss": 1}}"#, #"{"synproxy": {"mss": 2}}"#, false),
        ]
    )
    func named(first: String, second: String, isSame: Bool) throws {
        let (first, second) = (try Self.rule(first), try Self.rule(second))
        #expect(!first.unread.isEmpty && (first.unread == second.unread) == isSame, "\(first.unread) \(second.unread)")
    }

    @Test("limits of elements are kept, their times are read, and what they counted is neither")
    func elements() throws {
        let limited = #"[{"elem": {"val": "10.0.0.1", "limit": {"rate": 1, "per": "hour"}}}, "10.0.0.2"]"#
        #expect(try Self.set(limited).unread.count == 1)
        let timed =
            #"[{"elem": {"val": "10.0.0.1", "timeout": 5, "expires": 3, "counter": {"packets": 1, "bytes": 2}}}]"#
        #expect(try Self.set(timed).unread == [] && Self.set(timed).elements[0].timeout == 5)
        let both = #"[{"elem": {"val": "10.0.0.1", "timeout": 5, "quota": {"val": 1, "used": 9}}}]"#
        #expect(try Self.set(both).unread == [#"{elem: {val: "10.0.0.1", timeout: 5, quota: {val: 1}}}"#])
    }

    @Test(
        "what says where a rule goes is refused, as is what nft reads as octal",
        arguments: [
            (#"{"drop": null}"#, #""index": 0, "#, "a rule with 'index' is no part of a listing"),
            (#"{"drop": null}"#, #""position": 4, "#, "a rule with 'position' is no part of a listing"),
            (Self.asking(#""010.0.0.1""#), "", "'010.0.0.1' is no address in a listing"),
            (
                Self.asking(#"{"set": ["1.2.3.4", {"prefix": {"addr": "10.00.0.0", "len": 8}}]}"#), "",
                "'10.00.0.0' is no address"
            ),
            (Self.asking(#""::ffff:10.0.0.01""#), "", "'::ffff:10.0.0.01' is no address"),
            (Self.asking("022"), "", "a number that begins with 0"),
        ]
    )
    func refused(expressions: String, more: String, message: String) throws {
        let error = #expect(throws: ListingError.self) { try Self.rule(expressions, more) }
        #expect(error?.message.hasPrefix(message) == true, "\(String(describing: error))")
    }

    @Test(
        "zeros that are all of a part, and names that look otherwise, are read",
        arguments: [#""10.0.0.0""#, #""eth0.01""#, "0"]
    )
    func taken(constant: String) throws {
        #expect(try Self.rule(Self.asking(constant), #""handle": 4, "comment": "010.0.0.1", "#).statements.count == 1)
    }

    private static func asking(_ constant: String) -> String {
        #"{"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": "saddr"}}, "right": \#(constant)}}"#
    }
}
