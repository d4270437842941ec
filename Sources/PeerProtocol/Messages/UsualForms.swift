internal import Addressing

/// Reads whole frames of the most frequent types where they lie, if they are in the form in which every server writes them.
///
/// Most of what a node reads is such. Nothing is copied out of a frame, and no tree of objects is made of it; whatever is in another
/// form is left to `Message`, which gives the same for what is.
package struct UsualForms: Sendable {
    /// A ping or a pong without further fields.
    package struct Beat: Equatable, Sendable {
        package let kind: Ping.Kind
        package let sequence: UInt32?
    }

    private let endpointsLimit: Int
    private let statusLimit: Int

    package init(limits: FrameLimits) {
        // The version is a field as well.
        self.endpointsLimit = limits.maximumFieldCount(of: .endpoints) - 1
        self.statusLimit = limits.maximumFieldCount(of: .statusChange)
    }

    package func ping(_ frame: [UInt8]) -> Beat? {
        Ping.beat(frame[Frame.headerLength...])
    }

    package func statusChange(_ frame: [UInt8]) -> StatusChange? {
        StatusChangeCodec.read(frame[Frame.headerLength...], limit: self.statusLimit)
    }

    /// Adds the usable entries of an announcement to a list, each as one number: hops, address and port in 16, 32 and 16 bits.
    ///
    /// - Returns: What its sender can take; `nil` if the frame is in another form: then nothing was added.
    package func endpoints(_ frame: [UInt8], into numbers: inout [UInt64]) -> Endpoints.Reach? {
        let start = numbers.count
        let version = frame.withUnsafeBufferPointer { bytes in
            EndpointsCodec.read(
                UnsafeBufferPointer(rebasing: bytes[Frame.headerLength...]),
                atMost: self.endpointsLimit
            ) {
                guard $0.hops <= Endpoints.maximumHops, (1...0xFFFF).contains($0.port) else { return }
                numbers.append(UInt64($0.hops) << 48 | UInt64($0.address.rawValue) << 16 | UInt64($0.port))
            }
        }
        guard let version else {
            numbers.removeSubrange(start...)
            return nil
        }
        return Endpoints.reach(ofVersion: UInt32(version))
    }
}

extension Endpoints {
    /// The frame of an announcement, written in one piece.
    package var frameBytes: [UInt8] {
        EndpointsCodec.frame(self.entries, version: self.version)
    }
}
