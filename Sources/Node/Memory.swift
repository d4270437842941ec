private import CLinux

/// How the C library of this process keeps memory.
package enum Memory {
    /// Suits a process that opens and closes TLS connections all day; to be called before it has other threads.
    ///
    /// Each handshake takes and gives back some hundred blocks of very different sizes. One heap, without lists of small blocks
    /// that must be merged again and again, and which does not return every few pages to the kernel, saves a twentieth of
    /// the processor time. What is kept in vain is bounded by `spareMaximum`.
    package static func prepare() {
        mallopt(M_ARENA_MAX, 1)
        mallopt(M_MXFAST, 0)
        mallopt(M_TRIM_THRESHOLD, Self.spareMaximum)
        mallopt(M_TOP_PAD, Self.growth)
    }

    /// In bytes.
    private static let spareMaximum: Int32 = 4 * 1_024 * 1_024
    /// In bytes.
    private static let growth: Int32 = 256 * 1_024
}
