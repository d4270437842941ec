import PeerProtocol
import TestSupport
import Testing

@Suite("Base64")
struct Base64Tests {
    private struct Entry: Decodable {
        let signatureDerHex: String
        let signatureBase64: String
    }

    @Test(
        "writes and reads the RFC's examples",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ]
    )
    func examples(plain: String, text: String) {
        #expect(Base64.encode(Array(plain.utf8)) == text)
        #expect(Base64.decode(text) == Array(plain.utf8))
    }

    @Test("writes and reads the vectors' signatures")
    func vectors() throws {
        let entries = try VectorFile.entries(Entry.self, of: "session_signature")
        #expect(!entries.isEmpty)
        for entry in entries {
            #expect(Base64.encode(bytes(entry.signatureDerHex)) == entry.signatureBase64)
            #expect(Base64.decode(entry.signatureBase64) == bytes(entry.signatureDerHex))
        }
    }

    @Test("reading is the inverse of writing for every byte at every place")
    func roundTrip() {
        for count in 0..<10 {
            for byte in UInt8.min...UInt8.max {
                let bytes = (0..<count).map { byte &+ UInt8(truncatingIfNeeded: $0 * 37) }
                #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            }
        }
    }

    @Test(
        "refuses everything that is not exactly what it would write",
        arguments: [
            "Z", "Zg", "Zg=", "Zg===", "=Zg=", "Z===", "====", "Zh==", "Zm9=", "Zm9v\n", " Zm9v", "Zm9v=", "Zm-_",
            "Zm9é",
            "Zg==Zg==", "Zm 9v",
        ]
    )
    func malformed(text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
