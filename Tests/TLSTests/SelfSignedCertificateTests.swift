import COpenSSL
import Testing

@testable import TLS

@Suite("Self-signed certificate")
struct SelfSignedCertificateTests {
    @Test("names nobody, is version 3, and is signed by its own key")
    func namesNobody() throws {
        let certificate = try SelfSignedCertificate.make()
        #expect(X509_NAME_entry_count(X509_get_subject_name(certificate.handle)) == 0)
        #expect(X509_NAME_entry_count(X509_get_issuer_name(certificate.handle)) == 0)
        #expect(X509_get_ext_count(certificate.handle) == 0)
        #expect(X509_get_version(certificate.handle) == X509_VERSION_3)
        #expect(X509_verify(certificate.handle, certificate.key) == 1)
        #expect(X509_check_private_key(certificate.handle, certificate.key) == 1)
    }

    @Test("never shares key or serial number with another")
    func differs() throws {
        let first = try SelfSignedCertificate.make()
        let second = try SelfSignedCertificate.make()
        #expect(EVP_PKEY_eq(first.key, second.key) == 0)
        let serials = (X509_get0_serialNumber(first.handle), X509_get0_serialNumber(second.handle))
        #expect(ASN1_INTEGER_cmp(serials.0, serials.1) != 0)
    }

    @Test("is valid in any year")
    func dates() throws {
        let certificate = try SelfSignedCertificate.make()
        #expect(ASN1_TIME_cmp_time_t(X509_get0_notBefore(certificate.handle), 1_000_000_000) == -1)
        #expect(ASN1_TIME_cmp_time_t(X509_get0_notAfter(certificate.handle), 250_000_000_000) == 1)
    }
}
