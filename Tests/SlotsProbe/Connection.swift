internal import Glibc

/// Both ends of a connection.
struct Connection {
    let dialler: Int32
    let server: Int32

    /// In microseconds, for what is said to come over, or to be refused.
    private static let patience: UInt32 = 200_000

    /// Those over which the server says something that comes to the dialler.
    static func speaking(_ connections: [Connection]) -> [Connection] {
        for connection in connections { _ = send(connection.server, "x", 1, Int32(MSG_NOSIGNAL)) }
        usleep(Self.patience)
        return connections.filter { connection in
            var byte: UInt8 = 0
            return recv(connection.dialler, &byte, 1, Int32(MSG_DONTWAIT)) == 1
        }
    }

    /// Ends it from both sides, so that connection tracking knows that it is over.
    func leave() {
        close(self.dialler)
        close(self.server)
    }
}
