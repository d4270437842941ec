/// Names one end of a TCP connection for good. The serial tells apart ends that had the same place one after the other.
struct EndName: Hashable, Sendable {
    private let placeNumber: Int32
    let serial: UInt32
    let shore: Shore.Name

    init(shore: Shore.Name, place: Int, serial: UInt32) {
        self.placeNumber = Int32(place)
        self.serial = serial
        self.shore = shore
    }

    /// Among the ends of its shore.
    var place: Int { Int(self.placeNumber) }
}
