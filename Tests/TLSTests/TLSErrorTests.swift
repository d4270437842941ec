import COpenSSL
import Testing

@testable import TLS

@Suite("TLS error")
struct TLSErrorTests {
    @Test("drains the queue, so that the next one starts empty")
    func drains() {
        OPENSSL_init_ssl(0, nil)  // loads the sentences
        ERR_clear_error()
        ERR_new()
        withVaList([]) { ERR_vset_error(ERR_LIB_SSL, SSL_R_UNSUPPORTED_PROTOCOL, nil, $0) }
        #expect(TLSError.draining("SSL_read").description == "SSL_read: unsupported protocol")
        #expect(TLSError.draining("SSL_read").description == "SSL_read")
    }
}
