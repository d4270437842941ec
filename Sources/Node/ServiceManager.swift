private import Glibc

/// Whoever started this process and wants to hear when it is ready: systemd, with `Type=notify`.
///
/// Source: sd_notify(3): datagrams to the socket that `NOTIFY_SOCKET` names, where a leading `@` stands for a zero byte.
enum ServiceManager {
    enum State: String {
        case ready = "READY=1\n"
        case stopping = "STOPPING=1\n"
    }

    /// Tells it, if there is one. Whether it listens is its own affair.
    static func notify(_ state: State, socket path: String? = Self.socketPath) {
        guard let path, path.hasPrefix("/") || path.hasPrefix("@") else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        if name.first == UInt8(ascii: "@") { name[0] = 0 }
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let text = Array(state.rawValue.utf8)
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        _ = withUnsafeBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) {
                sendto(descriptor, text, text.count, Int32(MSG_NOSIGNAL), $0.baseAddress, length)
            }
        }
    }

    private static var socketPath: String? {
        getenv("NOTIFY_SOCKET").map { String(cString: $0) }
    }
}
