import PeerProtocol
import Skywelld
import TestSupport
import Testing

@Suite("SignedValidation")
struct SignedValidationTests {
    private static let validator = NodeKey(seed: Seed(passphrase: "test-only validator validation seed"))
    private static let statement = ValidationStatement(
        flags: 0x8000_0001,
        ledgerSequence: 1_234_567,
        signingTime: 731_242_820,
        ledgerHash: Hash256(0..<32) ?? .zero
    )

    private static func vector(_ name: String) throws -> [UInt8] {
        bytes(try VectorFile.text(name, of: "validation"))
    }

    private static func isValid(_ validation: SignedValidation) -> Bool {
        NodePublicKey(bytes: validation.publicKey)?.isValidSignature(
            validation.signature,
            digest: validation.signingDigest.bytes,
            requiresLowS: validation.requiresLowS
        ) ?? false
    }

    @Test("reads the vector, verifies it, and knows it by the vector's names")
    func readsVector() throws {
        let validation = try SignedValidation(object: try Self.vector("serialized"))
        #expect(validation.statement == Self.statement)
        #expect(validation.publicKey == Self.validator.publicKey.bytes)
        #expect(validation.signature == (try Self.vector("signature")))
        #expect(validation.signingDigest.bytes == (try Self.vector("signing_hash")))
        #expect(validation.signingDigest.bytes == (try Self.vector("relay_suppression_key")))
        #expect(validation.receiveSuppressionID.bytes == (try Self.vector("receive_suppression_key")))
        #expect(validation.requiresLowS)
        #expect(Self.isValid(validation))
    }

    @Test("signing the vector's statement gives the vector, byte for byte")
    func writesVector() throws {
        let validator = Self.validator
        let signed = Self.statement.signed(publicKey: validator.publicKey.bytes, by: validator.sign)
        #expect(signed.object == (try Self.vector("serialized")))
        #expect(signed.object.starts(with: try Self.vector("unsigned_serialization")))
        #expect(signed.message == Validation(object: signed.object))
    }

    @Test("what is signed is read back, with and without what may be missing", arguments: [nil, 7], [nil, 9])
    func roundTrip(ledgerSequence: UInt32?, closeTime: UInt32?) throws {
        let statement = ValidationStatement(
            ledgerSequence: ledgerSequence,
            closeTime: closeTime,
            signingTime: 5,
            ledgerHash: Hash256(32..<64) ?? .zero
        )
        let signed = statement.signed(publicKey: Self.validator.publicKey.bytes, by: Self.validator.sign)
        let read = try SignedValidation(object: signed.object)
        #expect(read == signed && read.statement == statement)
        #expect(Self.isValid(read))
    }

    @Test("any changed byte is refused, or breaks the signature")
    func forgery() throws {
        let object = try Self.vector("serialized")
        for index in object.indices {
            var forged = object
            forged[index] ^= 0x10
            guard let validation = try? SignedValidation(object: forged) else { continue }
            #expect(!Self.isValid(validation), "byte \(index)")
        }
    }

    @Test("the order of the fields changes neither the digest nor the signature, as servers see it")
    func order() throws {
        let object = try Self.vector("serialized")
        let split = 1 + 4 + 1 + 4
        let validation = try SignedValidation(object: Array(object[split...] + object[..<split]))
        #expect(validation.signingDigest.bytes == (try Self.vector("signing_hash")))
        #expect(Self.isValid(validation))
        #expect(validation.receiveSuppressionID.bytes != (try Self.vector("receive_suppression_key")))
    }

    @Test("fields that we do not know are signed too")
    func moreFields() throws {
        let validator = Self.validator
        let unsigned = try Self.vector("unsigned_serialization")
        // A fee of eight bytes, an amount of either length, a list of hashes, an account, a byte, 20 bytes: types 3, 6, 6,
        // 19, 8, 16, 17.
        let more =
            bytes("350000000000000001" + "61" + "4000000000000000" + "62" + "80" + String(repeating: "00", count: 47))
            + bytes("031320" + String(repeating: "05", count: 32) + "8114" + String(repeating: "06", count: 20))
            + bytes("0110" + "07" + "0111" + String(repeating: "08", count: 20))
        let object = unsigned + more + bytes("7640") + [UInt8](repeating: 9, count: 64)
        let validation = try SignedValidation(object: object)
        #expect(validation.signingDigest.bytes != (try Self.vector("signing_hash")))
        let signature = validator.sign(digest: validation.signingDigest.bytes)
        let signed = unsigned + more + [0x76, UInt8(signature.count)] + signature
        #expect(Self.isValid(try SignedValidation(object: signed)))
    }

    @Test(
        "a long field has its length in two or three bytes",
        arguments: [(192, [192]), (224, [0xC1, 0x1F]), (12_480, [0xF0, 0xFF]), (12_512, [0xF1, 0x00, 0x1F])]
            as [(Int, [UInt8])]
    )
    func longFields(count: Int, length: [UInt8]) throws {
        let object = try Self.vector("serialized")
        let amendments = [0x03, 0x13] + length + [UInt8](repeating: 5, count: count)
        let validation = try SignedValidation(object: object + amendments)
        let signed = Array("VAL\0".utf8) + (try Self.vector("unsigned_serialization")) + amendments
        #expect(validation.signingDigest == Hash256(sha512HalfOf: signed))
        #expect(throws: MessageError.malformed) { try SignedValidation(object: object + amendments.dropLast()) }
        #expect(throws: MessageError.malformed) { try SignedValidation(object: object + amendments.prefix(2) + [0xFF]) }
    }

    @Test("a signature with high S counts only if the validation does not promise a low one")
    func highS() {
        for (flags, isAccepted) in [(UInt32(1), true), (0x8000_0001, false)] {
            let statement = ValidationStatement(
                flags: flags,
                ledgerSequence: 1_234_567,
                signingTime: 731_242_820,
                ledgerHash: Hash256(0..<32) ?? .zero
            )
            let validation = statement.signed(publicKey: Self.validator.publicKey.bytes) { digest in
                HighS.of(Self.validator.sign(digest: digest))
            }
            #expect(validation.requiresLowS != isAccepted)
            #expect(Self.isValid(validation) == isAccepted)
        }
    }

    @Test("refuses what is no validation")
    func refused() throws {
        let object = try Self.vector("serialized")
        func outcome(_ object: [UInt8]) -> MessageError? {
            do {
                _ = try SignedValidation(object: object)
                return nil
            } catch {
                return error
            }
        }
        #expect(outcome([]) == .wrongLength)
        #expect(outcome(Array(object.prefix(49))) == .wrongLength)
        #expect(outcome(Array(object.dropLast())) == .malformed)
        #expect(outcome(object + [0]) == .malformed)
        #expect(outcome(object + object.prefix(5)) == .malformed, "a field twice")
        #expect(outcome(object + [0xE1]) == .malformed, "an object inside")
        #expect(outcome(Array(object.dropFirst(5))) == .missingField, "no flags")
        #expect(outcome(Array(try Self.vector("unsigned_serialization"))) == .missingField, "no signature")
        let short = try Self.vector("unsigned_serialization") + [0x76, 7] + [UInt8](repeating: 1, count: 7)
        #expect(outcome(short) == .wrongLength)
        let long = try Self.vector("unsigned_serialization") + [0x76, 73] + [UInt8](repeating: 1, count: 73)
        #expect(outcome(long) == .wrongLength)
    }
}

/// The other S of a signature.
private enum HighS {
    private static let order = bytes("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141")

    /// A signature in DER with S taken from the order of the curve.
    static func of(_ der: [UInt8]) -> [UInt8] {
        let rLength = Int(der[3])
        let r = der[2..<(4 + rLength)]
        let s = Array(der[(6 + rLength)...])
        let padded = [UInt8](repeating: 0, count: 32 - min(s.count, 32)) + s.suffix(32)
        var difference = [UInt8](repeating: 0, count: 32)
        var borrow = 0
        for index in (0..<32).reversed() {
            let value = Int(Self.order[index]) - Int(padded[index]) - borrow
            difference[index] = UInt8(value & 0xFF)
            borrow = value < 0 ? 1 : 0
        }
        let positive = difference[0] & 0x80 != 0 ? [0] + difference : difference
        let body = r + [0x02, UInt8(positive.count)] + positive
        return [0x30, UInt8(body.count)] + body
    }
}
