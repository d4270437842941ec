internal import NIOCore

extension ShellLimits {
    /// Sets up the socket of a connection that carries TLS or requests.
    ///
    /// At once, on the channel's event loop: each option that a bootstrap is given costs futures of its own for every connection.
    func apply(to channel: any Channel) throws {
        guard let options = channel.syncOptions else { return }
        try options.setOption(.tcpOption(.tcp_nodelay), value: 1)
        try options.setOption(.socketOption(.so_sndbuf), value: self.kernelSendBuffer)
        try options.setOption(.maxMessagesPerRead, value: UInt(self.readsPerTurn))
        try options.setOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: self.readSize))
    }
}
