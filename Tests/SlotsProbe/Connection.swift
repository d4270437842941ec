internal import Glibc

/// Both ends of a connection.
struct Connection {
    let dialler: Int32
    let server: Int32

    /// Ends it from both sides, so that connection tracking knows that it is over.
    func leave() {
        close(self.dialler)
        close(self.server)
    }
}
