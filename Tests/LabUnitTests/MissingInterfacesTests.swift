import Testing

@testable import Lab

@Suite struct MissingInterfacesTests {
    private static let text = """
        define lan = "br-lan"
        table inet t {
          flowtable f { hook ingress priority 0; devices = {eth0, "eth1"}; }
          chain a { type filter hook ingress device wan0 priority 0; iif $lan oif {"x0","x1"} accept; }
        }
        """

    @Test("names are found where libnftables says that they are missing, whatever the file is called")
    func places() {
        let message = """
            rules: odd:1.nft:1:14-21: Error: Interface does not exist
            define lan = "br-lan"
                         ^^^^^^^^
            rules: odd:1.nft:4:76-79: Error: Interface does not exist
            """
        #expect(MissingInterfaces.names(in: Self.text, refusedWith: message) == ["br-lan", "x0"])
    }

    @Test("devices of chains and flow tables are found where the kernel only says that something is missing")
    func devices() {
        let message = "rules:3:13-13: Error: Could not process rule: No such file or directory"
        #expect(MissingInterfaces.names(in: Self.text, refusedWith: message) == ["eth0", "eth1", "wan0"])
    }

    @Test(
        "other complaints name nothing",
        arguments: [
            "", "rules:1:1-5: Error: syntax error, unexpected string", "rules:9:1-5: Error: Interface does not exist",
            "rules:0:0-0: Error: Interface does not exist", "::: Error: Interface does not exist",
        ]
    )
    func others(message: String) {
        #expect(MissingInterfaces.names(in: Self.text, refusedWith: message).isEmpty)
    }
}
