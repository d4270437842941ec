internal import Glibc

/// This process's own program and environment.
package enum ProcessEnvironment {
    /// The running program: its path, or the kernel's own handle on it if its file was replaced meanwhile.
    package static let executable: String = {
        let handle = "/proc/self/exe"
        guard let path = realpath(handle, nil) else { return handle }
        defer { free(path) }
        return access(path, X_OK) == 0 ? String(cString: path) : handle
    }()

    /// All variables as `NAME=value`.
    static var variables: [String] {
        var result: [String] = []
        var cursor = environ
        while let entry = cursor.pointee {
            result.append(String(cString: entry))
            cursor += 1
        }
        return result
    }

    static var workingDirectory: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }

    package static func value(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
