// Macros of OpenSSL that Swift cannot see, under their own names.

// openssl/ssl.h: SSL_OP_BIT(n)
let SSL_OP_NO_TICKET: UInt64 = 1 << 14
let SSL_OP_NO_COMPRESSION: UInt64 = 1 << 17
let SSL_OP_CIPHER_SERVER_PREFERENCE: UInt64 = 1 << 22
let SSL_OP_NO_RENEGOTIATION: UInt64 = 1 << 30

// openssl/ssl.h: values behind a cast
let SSL_MODE_RELEASE_BUFFERS = 0x10
let SSL_SESS_CACHE_OFF = 0

// openssl/x509.h counts from 0
let X509_VERSION_3 = 2
