import Foundation
import Glibc
import TestSupport
import Testing

extension LabSuite {
    @Suite struct LabTeardownTests {
        /// How long the kernel may take to end a lab.
        private static let patience = Duration.seconds(5)

        /// Ctrl-C reaches every process of the terminal's group, `kill` only the one that it names.
        @Test(
            "whatever ends the parent, nothing of its lab is left",
            arguments: [
                (SIGKILL, 137, false), (SIGINT, 130, false), (SIGINT, 130, true), (SIGTERM, 143, false),
                (SIGHUP, 129, true),
            ] as [(Int32, Int32, Bool)]
        )
        func endsWithParent(signal: Int32, code: Int32, reachesAll: Bool) async throws {
            let before = MachineState()
            let run = try RunningProcess(Picket.binary, ["lab", "run", Picket.quickstart], in: Repository.root)
            defer { run.mark.killAll() }
            let hasStarted = try await eventually(within: .seconds(20)) { run.mark.nodes.count == 3 }
            #expect(hasStarted, "\(run.mark.processes)")
            #expect(run.mark.processes.count >= 5)

            kill(reachesAll ? -run.id : run.id, signal)
            let finished = try await run.finish(within: Self.patience)
            #expect(finished.code == code && !finished.timedOut, "\(finished.all)")
            let isGone = try await eventually(within: Self.patience) { run.mark.processes.isEmpty }
            #expect(isGone, "left: \(run.mark.processes)")
            #expect(MachineState() == before)
        }

        @Test("the lab of a self-test ends with it", arguments: [SIGKILL, SIGTERM])
        func endsWithSelfTest(signal: Int32) async throws {
            let run = try RunningProcess(Picket.binary, ["lab", "self-test", Picket.quickstart], in: Repository.root)
            defer { run.mark.killAll() }
            let hasStarted = try await eventually(within: .seconds(20)) { run.mark.nodes.count == 3 }
            #expect(hasStarted, "\(run.mark.processes)")
            kill(run.id, signal)
            _ = try await run.finish(within: Self.patience)
            let isGone = try await eventually(within: Self.patience) { run.mark.processes.isEmpty }
            #expect(isGone, "left: \(run.mark.processes)")
        }

        @Test("a lab whose first process is killed ends with it, and says so by its code")
        func endsWithFirstProcess() async throws {
            let run = try RunningProcess(Picket.binary, ["lab", "run", Picket.quickstart], in: Repository.root)
            defer { run.mark.killAll() }
            _ = try await eventually(within: .seconds(20)) { run.mark.nodes.count == 3 }
            let inside = run.mark.processes.filter { $0.id != run.id && !$0.command.contains("node --conf") }
            #expect(inside.count == 1, "\(inside)")
            for process in inside { kill(process.id, SIGKILL) }
            let finished = try await run.finish(within: Self.patience)
            #expect(finished.code != 0 && !finished.timedOut, "\(finished.all)")
            let isGone = try await eventually(within: Self.patience) { run.mark.processes.isEmpty }
            #expect(isGone, "left: \(run.mark.processes)")
        }

        /// Runs in a mount namespace with empty folders of its own, so that a single file would be seen.
        @Test(
            "a run leaves no file, no mount and no interface behind, ended or killed",
            arguments: ["", "kill -9 $id; "]
        )
        func leavesNoFiles(kill: String) async throws {
            let script = """
                mount -t tmpfs none /srv && mkdir /srv/bin /srv/repository || exit 99
                mount --rbind \(URL(filePath: Picket.binary).deletingLastPathComponent().path) /srv/bin || exit 99
                mount --rbind \(Repository.root) /srv/repository || exit 99
                for folder in /tmp /mnt /var/tmp /run /dev/shm; do mount -t tmpfs none $folder || exit 99; done
                # What mount itself keeps there.
                rm -rf /run/mount; mkdir /run/home /run/user
                export HOME=/run/home XDG_RUNTIME_DIR=/run/user TMPDIR=/tmp
                cp /srv/repository/\(SampleTopology.quickstartPath) /run/home/file.yaml
                cat /proc/self/mounts > /run/before; tail -n +3 /proc/net/dev | cut -d: -f1 > /run/interfaces
                /srv/bin/picket lab run /run/home/file.yaml > /dev/null & id=$!
                inside() { cat /proc/$1/task/$1/children 2> /dev/null; }
                for try in $(seq 500); do [ -n "$(inside $(inside $id))" ] && break; sleep 0.02; done
                \(kill)
                wait $id; echo "code $?"
                cmp /run/before /proc/self/mounts && echo same mounts
                tail -n +3 /proc/net/dev | cut -d: -f1 | cmp - /run/interfaces && echo same interfaces
                rm /run/before /run/interfaces
                find /tmp /mnt /var/tmp /run /dev/shm | sort
                """
            let run = try await Self.shell(script)
            let expected = kill.isEmpty ? "code 0" : "code 137"
            let folders = [
                "/dev/shm", "/mnt", "/run", "/run/home", "/run/home/file.yaml", "/run/user", "/tmp", "/var/tmp",
            ]
            let lines = run.output.split(separator: "\n").map(String.init)
            #expect(lines == [expected, "same mounts", "same interfaces"] + folders, "\(run.all)")
        }

        private static func shell(_ script: String) async throws -> Finished {
            let process = try RunningProcess("unshare", ["-Urmn", "sh", "-c", script], in: "/")
            defer { process.mark.killAll() }
            return try await process.finish(within: .seconds(60))
        }
    }
}
