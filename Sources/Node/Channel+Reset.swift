private import Glibc
internal import NIOCore

extension Channel {
    /// Cuts a connection that is not taken in yet, or was closed already and says goodbye: a reset gives the descriptor back
    /// at once. Of an established one the handlers would still close politely.
    func closeWithReset() {
        if let options = self as? any SocketOptionProvider {
            options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenFailure { _ in }
        }
        self.close(promise: nil)
    }
}
