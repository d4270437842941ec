import Files
import Testing

@testable import Lab

@Suite struct UserNamespaceTests {
    private static func refusal(_ code: Int32) -> LabError {
        UserNamespace.refusal(SystemCallError("unshare", "namespaces", code: code))
    }

    @Test("a machine that forbids namespaces is told from one that has none left, and one that knows none")
    func tellsApart() {
        // EPERM, EACCES
        for code in [1, 13] as [Int32] {
            #expect(Self.refusal(code).kind == .notPermitted)
            #expect(Self.refusal(code).message.hasPrefix("this machine does not let you make user namespaces"))
            #expect(Self.refusal(code).help?.contains("kernel.apparmor_restrict_unprivileged_userns=0") == true)
        }
        // ENOSPC, EUSERS
        for code in [28, 87] as [Int32] {
            #expect(Self.refusal(code).kind == .unavailable)
            #expect(Self.refusal(code).message.hasPrefix("this machine has no user namespaces left"))
            #expect(Self.refusal(code).help?.contains("user.max_user_namespaces") == true)
        }
        // EINVAL, ENOSYS, ENOMEM
        for code in [22, 38, 12] as [Int32] {
            #expect(Self.refusal(code).kind == .unavailable)
            #expect(Self.refusal(code).message.hasPrefix("this kernel cannot make user namespaces"))
            #expect(Self.refusal(code).help?.contains("CONFIG_USER_NS") == true)
        }
    }

    @Test("each message names the call and the reason")
    func namesReason() {
        #expect(Self.refusal(1).description.contains("unshare namespaces: Operation not permitted"))
        #expect(Self.refusal(28).description.contains("No space left on device"))
    }
}

@Suite struct ChildProcessTests {
    @Test(
        "an exit code is read as a shell reads it",
        arguments: [(0, 0), (0x0100, 1), (0xFF00, 255), (0x0F, 143), (2, 130), (9, 137), (0x8B, 139)]
            as [(Int32, Int32)]
    )
    func exitCodes(status: Int32, code: Int32) {
        #expect(ChildProcess.exitCode(status) == code)
    }

    @Test("captures what a program prints, up to a limit, and its exit code")
    func captures() throws {
        let all = try ChildProcess.capture("sh", arguments: ["-c", "printf 12345; exit 3"], limit: 100)
        #expect(all.code == 3 && String(decoding: all.output, as: UTF8.self) == "12345")
        let some = try ChildProcess.capture("sh", arguments: ["-c", "printf 12345"], limit: 3)
        #expect(some.code == 0 && String(decoding: some.output, as: UTF8.self) == "123")
        let much = try ChildProcess.capture("sh", arguments: ["-c", "head -c 3000000 /dev/zero"], limit: 2_000_000)
        #expect(much.code == 0 && much.output.count == 2_000_000)
        let killed = try ChildProcess.capture("sh", arguments: ["-c", "kill -TERM $$"], limit: 1)
        #expect(killed.code == 143 && killed.output.isEmpty)
    }

    @Test("a program that is not there is an error with its name")
    func refuses() {
        let error = #expect(throws: SystemCallError.self) {
            try ChildProcess.capture("no-such-program-here", arguments: [], limit: 1)
        }
        #expect(error?.description == "start no-such-program-here: No such file or directory")
    }
}
