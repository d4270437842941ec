private import CLinux
private import Glibc

/// How the C library of this process keeps memory.
package enum ProcessMemory {
    /// Suits a process that opens and closes TLS connections all day; to be called before it has other threads.
    ///
    /// Each handshake takes and gives back some hundred blocks of very different sizes. One heap, without lists of small blocks
    /// that must be merged again and again, and which does not return every few pages to the kernel, saves a twentieth of
    /// the processor time. What is kept in vain is bounded by `spareMaximum`.
    package static func prepareForConnections() {
        mallopt(M_ARENA_MAX, 1)
        mallopt(M_MXFAST, 0)
        mallopt(M_TRIM_THRESHOLD, Self.spareMaximum)
        mallopt(M_TOP_PAD, Self.growth)
    }

    /// In bytes.
    private static let spareMaximum: Int32 = 4 * 1_024 * 1_024
    /// In bytes.
    private static let growth: Int32 = 256 * 1_024

    /// Gives back what the process holds of its program and its libraries; to be called when all has started.
    ///
    /// Starting reads and runs through much that is never needed again: options, configuration, the symbols of a dozen
    /// libraries; and the kernel brings in sixteen pages where one is asked for. All of it stays with the process, though
    /// the files hold the same, until memory becomes short. Given back, the pages that are needed after all come again
    /// one by one, from the kernel's cache and without the disk. Only what no page differs from its file is given back.
    package static func releaseProgram() {
        guard let listing = try? BoundedFile.read("/proc/self/smaps", limit: Self.listingMaximum) else { return }
        MemoryMapping.forEach(in: listing) { mapping in
            guard mapping.isAllOfFile else { return }
            madvise(UnsafeMutableRawPointer(bitPattern: mapping.range.lowerBound), mapping.range.count, MADV_DONTNEED)
        }
    }

    /// In bytes; some thousand mappings.
    private static let listingMaximum = 4 * 1_024 * 1_024
}
