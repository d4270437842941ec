import Files
import Glibc
import Testing

@testable import Node

@Suite("Log file")
struct LogFileTests {
    private static func text(_ path: String) throws -> String {
        String(decoding: try BoundedFile.read(path, limit: 1_024), as: UTF8.self)
    }

    @Test("that was moved away goes on in a new file of the old name, through the same descriptor")
    func reopens() throws {
        let place = try TemporaryFile("")
        let (path, moved) = (place.path + ".log", place.path + ".log.1")
        defer {
            unlink(path)
            unlink(moved)
        }
        let log = try LogFile(path: path)
        write(log.descriptor, "before", 6)
        rename(path, moved)
        write(log.descriptor, ", moved", 7)
        try log.reopen()
        write(log.descriptor, "after", 5)
        close(log.descriptor)
        #expect(try Self.text(moved) == "before, moved")
        #expect(try Self.text(path) == "after")
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test("that cannot be opened anew keeps the old one")
    func keeps() throws {
        let place = try TemporaryFile("")
        let folder = place.path + ".d"
        mkdir(folder, 0o700)
        let log = try LogFile(path: folder + "/log")
        unlink(folder + "/log")
        rmdir(folder)
        #expect(throws: SystemCallError.self) { try log.reopen() }
        #expect(write(log.descriptor, "x", 1) == 1)
        close(log.descriptor)
    }
}
