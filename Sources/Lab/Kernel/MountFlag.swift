/// Flags of mount(2) and umount2(2), which are enumerators in C. Source: `linux/mount.h`, `sys/mount.h`.
enum MountFlag {
    static let readOnly: UInt = 1
    static let noSetUserID: UInt = 2
    static let noDevices: UInt = 4
    static let noPrograms: UInt = 8
    static let recursive: UInt = 1 << 14
    static let isPrivate: UInt = 1 << 18
    /// To unmount what is in use as well.
    static let detach: Int32 = 2
}
