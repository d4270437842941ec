"""The peer protocol of skywelld, written from its reference alone: keys, handshake, frames.

Nothing of Picket is used or was looked at, so that a misunderstanding in Picket shows up as a disagreement.
"""

import base64
import hashlib
import socket
import struct
import time

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    Prehashed,
    decode_dss_signature,
    encode_dss_signature,
)
from OpenSSL import SSL

ALPHABET = "jpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65rkm8oFqi1tuvAxyz"
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
NODE_PUBLIC = 28
EPOCH = 946684800
PING, ENDPOINTS, TRANSACTION, VALIDATION = 3, 15, 30, 41
# As a stock server offers them, apart from the DHE groups that OpenSSL 3 does not make.
STOCK_CIPHERS = b"ALL:!LOW:!EXP:!MD5:@STRENGTH:@SECLEVEL=0"


def sha512half(data):
    return hashlib.sha512(data).digest()[:32]


def network_time():
    return int(time.time()) - EPOCH


# Keys (reference, section 1)


def base58check(prefix, payload):
    data = bytes([prefix]) + payload
    data += hashlib.sha256(hashlib.sha256(data).digest()).digest()[:4]
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = ALPHABET[digit] + text
    return ALPHABET[0] * (len(data) - len(data.lstrip(b"\0"))) + text


def unbase58check(text):
    number = 0
    for letter in text:
        number = number * 58 + ALPHABET.index(letter)
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    data = b"\0" * (len(text) - len(text.lstrip(ALPHABET[0]))) + data
    body, check = data[:-4], data[-4:]
    if hashlib.sha256(hashlib.sha256(body).digest()).digest()[:4] != check:
        raise ValueError("wrong checksum")
    return body[0], body[1:]


class Key:
    """The pair of keys of a node or a validator."""

    def __init__(self, passphrase):
        seed = hashlib.sha512(passphrase.encode()).digest()[:16]
        secret = next(k for k in (int.from_bytes(sha512half(seed + struct.pack(">I", i)), "big") for i in range(3))
                      if 0 < k < ORDER)
        self.private = ec.derive_private_key(secret, ec.SECP256K1())
        self.public = self.private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
        self.text = base58check(NODE_PUBLIC, self.public)

    def sign(self, digest, low=True):
        r, s = decode_dss_signature(self.private.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256()))))
        if (s <= ORDER // 2) != low:
            s = ORDER - s
        return encode_dss_signature(r, s)


def verify(public, signature, digest):
    """Raises if the signature is not the key's, or is not in its lower form."""
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256K1(), public)
    point.verify(signature, digest, ec.ECDSA(Prehashed(hashes.SHA256())))
    if decode_dss_signature(signature)[1] > ORDER // 2:
        raise ValueError("high S")


# Protocol buffers, as far as they are needed


def varint(number):
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def fields(data):
    """The fields of a message, in their order, as pairs of number and value."""
    found, at = [], 0

    def number():
        nonlocal at
        value, shift = 0, 0
        while True:
            byte = data[at]
            at, value, shift = at + 1, value | (byte & 127) << shift, shift + 7
            if byte < 128:
                return value

    while at < len(data):
        key = number()
        if key & 7 == 0:
            found.append((key >> 3, number()))
        elif key & 7 == 2:
            length = number()
            found.append((key >> 3, data[at:at + length]))
            at += length
            if at > len(data):
                raise ValueError("cut short")
        else:
            raise ValueError("a wire type that no message has")
    return found


def frame(kind, payload):
    return struct.pack(">IH", len(payload), kind) + payload


# A validation (reference, section 4.3)


def validation(key, sequence, ledger_hash, signing_time, flags=0x80000000):
    head = (b"\x22" + struct.pack(">I", flags) + b"\x26" + struct.pack(">I", sequence)
            + b"\x29" + struct.pack(">I", signing_time) + b"\x51" + ledger_hash
            + b"\x73" + bytes([len(key.public)]) + key.public)
    signature = key.sign(sha512half(b"VAL\0" + head))
    return head + b"\x76" + bytes([len(signature)]) + signature


# TLS and the handshake (reference, sections 2 and 3)


class Ended(Exception):
    """The other end has closed the connection."""


class Link:
    """One TLS connection, over memory, so that the records can be told apart."""

    def __init__(self, sock, context, is_server=False):
        self.sock = sock
        self.tls = SSL.Connection(context, None)
        self.tls.set_accept_state() if is_server else self.tls.set_connect_state()
        self.raw = b""
        self.plain = b""
        # The decrypted content of each record that came since the handshake, in order.
        self.records = []
        self._handshake()

    @staticmethod
    def context(ciphers=STOCK_CIPHERS, version=SSL.TLS1_2_VERSION):
        context = SSL.Context(SSL.TLS_METHOD)
        context.set_cipher_list(ciphers)
        context.set_min_proto_version(version)
        context.set_max_proto_version(version)
        context.set_verify(SSL.VERIFY_NONE, lambda *_: True)
        return context

    @classmethod
    def dial(cls, port, **options):
        sock = socket.create_connection(("127.0.0.1", port), timeout=15)
        return cls(sock, cls.context(**options))

    def _flush(self):
        try:
            while True:
                self.sock.sendall(self.tls.bio_read(65536))
        except SSL.WantReadError:
            pass

    def _record(self):
        """Waits for one whole TLS record, and gives it to OpenSSL."""
        while len(self.raw) < 5 or len(self.raw) < 5 + struct.unpack(">H", self.raw[3:5])[0]:
            try:
                data = self.sock.recv(65536)
            except ConnectionResetError:
                data = b""
            if not data:
                raise Ended()
            self.raw += data
        length = 5 + struct.unpack(">H", self.raw[3:5])[0]
        record, self.raw = self.raw[:length], self.raw[length:]
        self.tls.bio_write(record)

    def _handshake(self):
        while True:
            try:
                self.tls.do_handshake()
                self._flush()
                return
            except SSL.WantReadError:
                self._flush()
                self._record()
            except SSL.Error:
                self._flush()
                raise

    def shared(self):
        ours, theirs = self.tls.get_finished(), self.tls.get_peer_finished()
        if min(len(ours), len(theirs)) < 12:
            raise ValueError("a Finished message is too short")
        a, b = hashlib.sha512(ours).digest(), hashlib.sha512(theirs).digest()
        return sha512half(bytes(x ^ y for x, y in zip(a, b)))

    def send(self, data):
        """One TLS write."""
        self.tls.sendall(data)
        self._flush()

    def read(self):
        """More bytes: those of one record. Raises Ended at the end."""
        while True:
            try:
                data = self.tls.recv(65536)
            except SSL.WantReadError:
                self._record()
                continue
            except (SSL.ZeroReturnError, SSL.SysCallError):
                raise Ended()
            self.records.append(data)
            self.plain += data
            return data

    def take_head(self):
        while b"\r\n\r\n" not in self.plain:
            self.read()
        head, self.plain = self.plain.split(b"\r\n\r\n", 1)
        first, *lines = head.decode().split("\r\n")
        return first, [tuple(line.split(": ", 1)) for line in lines]

    def take_body(self, length):
        while len(self.plain) < length:
            self.read()
        body, self.plain = self.plain[:length], self.plain[length:]
        return body

    def take_frame(self):
        while len(self.plain) < 6 or len(self.plain) < 6 + struct.unpack(">I", self.plain[:4])[0]:
            self.read()
        length, kind = struct.unpack(">IH", self.plain[:6])
        payload, self.plain = self.plain[6:6 + length], self.plain[6 + length:]
        return kind, payload

    def take(self, kind, seconds=15, where=lambda _: True):
        """The next frame of a kind for which something holds; what comes before it is passed over."""
        self.sock.settimeout(seconds)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found, payload = self.take_frame()
            if found == kind and where(payload):
                return payload
        raise TimeoutError(f"no message {kind} in {seconds} s")

    def rest(self):
        """Everything up to the end of the connection."""
        try:
            while True:
                self.read()
        except Ended:
            return self.plain

    def close(self):
        try:
            self.tls.shutdown()
            self._flush()
        except (SSL.Error, OSError):
            pass
        self.sock.close()


def request(key, shared, **changes):
    """The request of a dialler. A change gives a header another value, or takes it out with None."""
    headers = [
        ("User-Agent", "skywelld-0.29.60"),
        ("Upgrade", "RTXP/1.2"),
        ("Connection", "Upgrade"),
        ("Connect-As", "Peer"),
        ("Crawl", "public"),
        ("Public-Key", key.text),
        ("Session-Signature", base64.b64encode(key.sign(shared)).decode()),
        ("Network-Time", str(network_time())),
        ("Closed-Ledger", base64.b64encode(bytes(32)).decode()),
        ("Previous-Ledger", base64.b64encode(bytes(32)).decode()),
    ]
    return _head("GET / HTTP/1.1", headers, changes)


def response(key, shared, **changes):
    headers = [
        ("Connection", "Upgrade"),
        ("Upgrade", "RTXP/1.2"),
        ("Connect-AS", "Peer"),
        ("Server", "skywelld-0.29.60"),
        ("Crawl", "public"),
        ("Public-Key", key.text),
        ("Session-Signature", base64.b64encode(key.sign(shared)).decode()),
        ("Network-Time", str(network_time())),
    ]
    return _head("HTTP/1.1 101 Switching Protocols", headers, changes)


def _head(first, headers, changes):
    changes = {name.replace("_", "-"): value for name, value in changes.items()}
    lines = [f"{name}: {changes.get(name, value)}" for name, value in headers if changes.get(name, value) is not None]
    return ("\r\n".join([first] + lines) + "\r\n\r\n").encode()
