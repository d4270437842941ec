// What OpenSSL takes without a node around it. One process, one thread, P-256 certificate, TLS 1.2, the node's ciphers.
//
// `bare-tls handshakes COUNT`: both ends of so many connections, one after the other: TCP over loopback, SSL_connect and
// SSL_accept, a polite end. Prints the processor seconds that one takes.
//
// `bare-tls broadcast SINKS`: prints a port, takes so many connections and one more, the source, which comes first; writes each
// frame of the source (a length of four bytes, a type of two) to all others. Ends when the source does.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CHECK(condition) do { if (!(condition)) { \
    fprintf(stderr, "bare-tls: line %d: %s\n", __LINE__, #condition); exit(70); } } while (0)

static SSL_CTX *context(const SSL_METHOD *method) {
    SSL_CTX *context = SSL_CTX_new(method);
    CHECK(context && SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION)
        && SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION)
        && SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES:!AESCCM"));
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    return context;
}

static SSL_CTX *server_context(void) {
    SSL_CTX *server = context(TLS_server_method());
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = X509_new();
    CHECK(key && certificate && X509_set_version(certificate, 2)
        && ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), 0x1234567890abcdefULL)
        && ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), "20000101000000Z")
        && ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), "99991231235959Z")
        && X509_set_pubkey(certificate, key) && X509_sign(certificate, key, EVP_sha256())
        && SSL_CTX_use_certificate(server, certificate) && SSL_CTX_use_PrivateKey(server, key));
    return server;
}

static int listening(struct sockaddr_in *address) {
    int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    socklen_t length = sizeof *address;
    *address = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    CHECK(listener >= 0 && !setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one)
        && !bind(listener, (struct sockaddr *)address, sizeof *address) && !listen(listener, 256)
        && !getsockname(listener, (struct sockaddr *)address, &length));
    return listener;
}

static void without_delay(int descriptor) {
    int one = 1;
    CHECK(!setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one));
}

static void handshakes(int count) {
    SSL_CTX *server = server_context(), *client = context(TLS_client_method());
    struct sockaddr_in address;
    int listener = listening(&address);
    for (int number = 0; number < count; number++) {
        int near = socket(AF_INET, SOCK_STREAM, 0);
        CHECK(near >= 0 && !connect(near, (struct sockaddr *)&address, sizeof address));
        int far = accept(listener, NULL, NULL);
        CHECK(far >= 0);
        int descriptors[] = { near, far };
        SSL *ends[] = { SSL_new(client), SSL_new(server) };
        for (int end = 0; end < 2; end++) {
            without_delay(descriptors[end]);
            CHECK(!fcntl(descriptors[end], F_SETFL, O_NONBLOCK) && ends[end] && SSL_set_fd(ends[end], descriptors[end]));
        }
        SSL_set_connect_state(ends[0]);
        SSL_set_accept_state(ends[1]);
        while (!SSL_is_init_finished(ends[0]) || !SSL_is_init_finished(ends[1])) {
            for (int end = 0; end < 2; end++) {
                int result = SSL_do_handshake(ends[end]);
                CHECK(result == 1 || SSL_get_error(ends[end], result) == SSL_ERROR_WANT_READ);
            }
        }
        CHECK(number || !strcmp(SSL_get_cipher_name(ends[0]), "ECDHE-ECDSA-AES256-GCM-SHA384"));
        for (int round = 0; round < 2; round++)  // a goodbye that is not read would make the kernel reset the connection
            for (int end = 0; end < 2; end++) CHECK(SSL_shutdown(ends[end]) == round);
        for (int end = 0; end < 2; end++) {
            SSL_free(ends[end]);
            close(descriptors[end]);
        }
    }
    struct timespec used;
    CHECK(!clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used));
    printf("%.9f\n", (used.tv_sec + used.tv_nsec / 1e9) / count);
}

static SSL *accepted(SSL_CTX *server, int listener) {
    int descriptor = accept(listener, NULL, NULL);
    CHECK(descriptor >= 0);
    without_delay(descriptor);
    SSL *end = SSL_new(server);
    CHECK(end && SSL_set_fd(end, descriptor) && SSL_accept(end) == 1);
    return end;
}

static void broadcast(int count) {
    SSL_CTX *server = server_context();
    struct sockaddr_in address;
    int listener = listening(&address);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    SSL *source = accepted(server, listener), *sinks[count];
    for (int sink = 0; sink < count; sink++) sinks[sink] = accepted(server, listener);
    static unsigned char bytes[1 << 16];
    size_t held = 0;
    while (1) {
        int result = SSL_read(source, bytes + held, sizeof bytes - held);
        if (result <= 0) return;
        held += result;
        size_t start = 0;
        while (held - start >= 6) {
            uint32_t length;
            memcpy(&length, bytes + start, 4);
            length = ntohl(length) + 6;
            CHECK(length <= sizeof bytes);
            if (held - start < length) break;
            for (int sink = 0; sink < count; sink++)
                CHECK(SSL_write(sinks[sink], bytes + start, length) == (int)length);
            start += length;
        }
        memmove(bytes, bytes + start, held -= start);
    }
}

int main(int count, char **arguments) {
    int number = count == 3 ? atoi(arguments[2]) : 0;
    if (number > 0 && !strcmp(arguments[1], "handshakes")) handshakes(number);
    else if (number > 0 && !strcmp(arguments[1], "broadcast")) broadcast(number);
    else return 64;
    return 0;
}
