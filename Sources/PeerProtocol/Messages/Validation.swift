internal import FoundationEssentials

/// The envelope of a signed validation.
///
/// Source: skywelld reference §4.3.
package struct Validation: Equatable, Sendable {
    /// The shortest object that a stock server looks at, in bytes. Source: skywelld reference §5.6.
    package static let minimumLength = 50

    /// The serialized, signed object, unread: `SignedValidation` reads it. It goes on byte for byte.
    package let object: [UInt8]
    /// Only where servers count them.
    package let hops: UInt32?

    package init(object: [UInt8], hops: UInt32? = nil) {
        self.object = object
        self.hops = hops
    }
}

extension Validation: WireMessage {
    static var type: MessageType { .validation }

    init(_ wire: WireValidation, limits: FrameLimits) throws(MessageError) {
        guard wire.object.count >= Self.minimumLength else { throw .wrongLength }
        self.init(
            object: try wire.object.bytes(atMost: limits.validationLength),
            hops: wire.hasHops ? wire.hops : nil
        )
    }

    var wire: WireValidation {
        var wire = WireValidation()
        wire.object = Data(self.object)
        if let hops { wire.hops = hops }
        return wire
    }
}
