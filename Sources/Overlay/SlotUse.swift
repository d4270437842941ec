/// How many slots are taken, and how many there are. Fixed, protected and cluster peers take none.
package struct SlotUse: Equatable, Sendable {
    package let inbound: Int
    package let outbound: Int
    package let inboundMaximum: Int
    package let outboundMaximum: Int
}
