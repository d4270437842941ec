import TestSupport
import Testing

@testable import PacketSpace

@Suite struct BitTransformTests {
    @Test("the preimage of ranges is what is transformed into them", arguments: 0..<200)
    func preimage(seed: Int) throws {
        var dice = Dice(seed: UInt64(seed))
        var transform = BitTransform.identity
        for _ in 0..<dice.number(0...3) {
            let bits = UInt128(dice.number(0...255))
            switch dice.number(0...3) {
            case 0: transform.and(bits)
            case 1: transform.or(bits)
            case 2: transform.and(UInt128(0xFF << dice.number(0...8) & 0xFF))
            default: transform.xor(bits)
            }
        }
        let bounds = [dice.number(0...255), dice.number(0...255)].sorted()
        let wanted = UInt128(bounds[0])...UInt128(bounds[1])
        let preimage = try #require(transform.preimage(of: [wanted], width: 8))
        for value in UInt128(0)...255 {
            #expect(preimage.contains { $0.contains(value) } == wanted.contains(transform(value) & 0xFF))
        }
    }

    @Test("too many ranges are not counted out")
    func limit() {
        var transform = BitTransform.identity
        transform.and(1)
        #expect(transform.preimage(of: [1...1], width: 32) == nil)
        #expect(transform.preimage(of: [1...1], width: 16)?.count == 32_768)
    }
}
