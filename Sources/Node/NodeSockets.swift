internal import Files
internal import NIOCore

/// Where a node's sockets come from: its event loop, and the network namespace of its host if that is another one than
/// the process's.
///
/// A socket belongs for good to the namespace of the thread that makes it, and connections that are accepted on it do as
/// well. Bootstraps make theirs on the thread that asks for them, so asking is done here, on the loop, after the loop's
/// thread has entered the namespace. Loops are shared: each socket enters anew.
struct NodeSockets: Sendable {
    let loop: any EventLoop
    /// `nil` for that of the process.
    let namespace: NetworkNamespace?

    /// Makes one socket. A namespace that cannot be entered fails it: nothing may go out by another network.
    func open(_ make: @escaping @Sendable () -> EventLoopFuture<any Channel>) -> EventLoopFuture<any Channel> {
        self.loop.flatSubmit { self.openHere(make) }
    }

    /// As above, for callers on the loop.
    func openHere(_ make: () -> EventLoopFuture<any Channel>) -> EventLoopFuture<any Channel> {
        self.loop.preconditionInEventLoop()
        do {
            try self.namespace?.enter()
        } catch {
            return self.loop.makeFailedFuture(error)
        }
        return make()
    }
}
