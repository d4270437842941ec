#!/usr/bin/env python3
"""A peer that is none of ours meets a node. Each scenario says what it found, line by line, and ends with 'done'.

    peer.py dial PORT NODE-KEY       becomes a peer, talks, and watches
    peer.py refused PORT             everything that must not become a peer, and some oddities that must
    peer.py relay PORT PASSPHRASE    votes of a validator that the node trusts, and of others
    peer.py listen NODE-KEY          takes the node's dial as a stock server takes it: prints 'port N' first
    peer.py vectors FILE             the keys and the shared value of the reference, for the script itself
"""

import base64
import json
import socket
import struct
import sys
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from OpenSSL import SSL, crypto

import skywell
from skywell import ENDPOINTS, PING, TRANSACTION, VALIDATION, Ended, Key, Link, field, fields, frame


def ok(what):
    print(f"ok {what}", flush=True)


def check(holds, what, *seen):
    if not holds:
        print(f"failed {what}", *(repr(one) for one in seen), flush=True)
        sys.exit(1)
    ok(what)


def check_proof(headers, link, what):
    """The other end's identity: its key is a node key, and it has signed what both ends share."""
    prefix, public = skywell.unbase58check(headers["Public-Key"])
    check(prefix == skywell.NODE_PUBLIC and len(public) == 33 and public[0] in (2, 3), f"{what}: node key")
    skywell.verify(public, base64.b64decode(headers["Session-Signature"], validate=True), link.shared())
    ok(f"{what}: signature of the session, low S")
    check(abs(int(headers["Network-Time"]) - skywell.network_time()) <= 20, f"{what}: time")
    check(headers["Crawl"] in ("public", "private"), f"{what}: exact Crawl value")


def upgrade(port, key, **changes):
    link = Link.dial(port)
    link.send(skywell.request(key, link.shared(), **changes))
    first, headers = link.take_head()
    if first.split(" ")[1] != "101":
        raise ValueError(first)
    return link, headers


def check_frames(link, what):
    """No record holds more than one frame: a stock receiver would hang up."""
    for record in link.records:
        if record.startswith((b"HTTP/", b"GET ")):
            check(record.endswith(b"\r\n\r\n"), f"{what}: the head has a record of its own", record)
        elif len(record) < 16384:
            length = struct.unpack(">I", record[:4])[0]
            if len(record) != 6 + length:
                check(False, f"{what}: one frame in a record", record)
    ok(f"{what}: one frame in each of {len(link.records)} records")


def talk(link, what, own_port):
    """What every link does: pings both ways and announcements."""
    link.send(frame(PING, field(1, 0) + field(2, 4711) + field(3, 99) + field(4, 5)))
    answer = dict(fields(link.take(PING, where=lambda payload: dict(fields(payload)).get(1) == 1)))
    check(answer == {1: 1, 2: 4711, 3: 99, 4: 5}, f"{what}: the pong echoes every field", answer)
    start = time.monotonic()
    ping = dict(fields(link.take(PING, seconds=10, where=lambda payload: dict(fields(payload))[1] == 0)))
    check(time.monotonic() - start < 6, f"{what}: a ping comes within seconds", time.monotonic() - start)
    check(0 <= ping[2] < 8192, f"{what}: the first sequence number is a small one", ping)
    link.send(frame(PING, field(1, 1) + field(2, ping[2])))
    announcement = fields(link.take(ENDPOINTS, seconds=10))
    check(announcement[0] in ((1, 1), (1, 2)), f"{what}: announcements have version 1 or 2", announcement)
    entries = [dict(fields(entry)) for number, entry in announcement if number == 2]
    own = [entry for entry in entries if entry[2] == 0]
    expected = [] if own_port is None else [{1: 0, 2: own_port}]
    check([dict(fields(entry[1])) for entry in own] == expected, f"{what}: the own entry, if any", entries)
    check(len(entries) <= 12, f"{what}: at most twelve entries")


def dial(port, node_key):
    link, headers = upgrade(port, Key("interop dialler"))
    check(link.tls.get_protocol_version_name() == "TLSv1.2", "TLS 1.2")
    check(link.tls.get_cipher_name().startswith("ECDHE-"), "ephemeral keys", link.tls.get_cipher_name())
    check(len(link.tls.get_finished()) == 12, "Finished messages of twelve bytes")
    names = [name for name, _ in headers]
    order = ["Connection", "Upgrade", "Connect-AS", "Server", "Crawl", "Public-Key", "Session-Signature",
             "Network-Time", "Closed-Ledger", "Previous-Ledger"]
    check(names == [name for name in order if name in names] and names[:8] == order[:8], "headers in order", names)
    headers = dict(headers)
    check(headers["Upgrade"] == "RTXP/1.2" and headers["Connect-AS"] == "Peer", "RTXP/1.2, as a peer", headers)
    check(headers["Public-Key"] == node_key, "the node has the key that it should have")
    check_proof(headers, link, "answer")
    talk(link, "dialled", port)
    link.send(frame(4, b"anything") + b"")
    link.send(frame(999, bytes(70000)))
    link.send(frame(12, field(1, 1)))
    link.send(frame(35, field(1, 1) + field(2, bytes(32))))
    link.send(frame(31, field(1, 0)))
    link.send(frame(PING, field(1, 0) + field(2, 1)) + frame(PING, field(1, 0) + field(2, 2)))
    for number in (1, 2):
        link.take(PING, where=lambda payload: dict(fields(payload)) == {1: 1, 2: number})
    ok("unknown types are passed over, and frames are cut by their length")
    check_frames(link, "dialled")
    link.send(frame(1, b""))
    link.rest()
    ok("a hello ends the link")


def ends_silently(link, what):
    check(link.rest() == b"", f"{what}: closed without a word", link.plain)


def refused(port):
    key = Key("interop stranger")

    def attempt(what, **changes):
        link = Link.dial(port)
        link.send(skywell.request(key, link.shared(), **changes))
        ends_silently(link, what)

    other = base64.b64encode(key.sign(bytes(range(32)))).decode()
    attempt("signature of another session", Session_Signature=other)
    link = Link.dial(port)
    foreign = base64.b64encode(Key("somebody else").sign(link.shared())).decode()
    link.send(skywell.request(key, link.shared(), Session_Signature=foreign))
    ends_silently(link, "signature of somebody else")
    attempt("signature that is none", Session_Signature="AAAA")
    attempt("no signature", Session_Signature=None)
    attempt("no key", Public_Key=None)
    attempt("key with a wrong checksum", Public_Key=key.text[:-1] + ("j" if key.text[-1] != "j" else "p"))
    attempt("validator's seed for a key", Public_Key=skywell.base58check(33, bytes(16)))
    attempt("uncompressed key", Public_Key=skywell.base58check(28, b"\4" + bytes(64)))
    attempt("clock a minute late", Network_Time=str(skywell.network_time() - 60))
    attempt("clock a minute early", Network_Time=str(skywell.network_time() + 60))
    attempt("time that is no number", Network_Time="-1")
    attempt("only newer versions", Upgrade="RTXP/1.3")

    for value in (None, "Leaf"):
        link = Link.dial(port)
        link.send(skywell.request(key, link.shared(), Connect_As=value))
        first, headers = link.take_head()
        headers = dict(headers)
        check(first == "HTTP/1.1 503 Service Unavailable", f"Connect-As {value}: 503", first)
        check(headers["Remote-Address"] == "127.0.0.1", f"Connect-As {value}: the caller's address", headers)
        check(headers["Content-Type"] == "application/json", f"Connect-As {value}: JSON", headers)
        body = json.loads(link.take_body(int(headers["Content-Length"])))
        check(list(body) == ["peer-ips"] and len(body["peer-ips"]) <= 10, f"Connect-As {value}: peers", body)
        link.close()

    link = Link.dial(port)
    link.send(skywell.request(key, link.shared(), Upgrade="XRPL/2.0"))
    first, headers = link.take_head()
    headers = dict(headers)
    check(first == "HTTP/1.1 403 Forbidden" and headers["Content-Length"] == "11", "XRPL alone: 403", first, headers)
    check(link.take_body(11) == b"Forbidden\r\n", "XRPL alone: body")

    link = Link.dial(port)
    link.send(b"GET /crawl HTTP/1.0\r\n\r\n")
    first, headers = link.take_head()
    check(first.split(" ", 1)[1] == "200 OK", "crawl: 200", first)
    crawl = json.loads(link.rest())
    check(crawl == {"overlay": {"active": []}}, "crawl: nobody of these is a peer", crawl)

    for what, changes in [
        ("an older version beside ours", {"Upgrade": "RTXP/1.0, RTXP/1.2"}),
        ("newer ones beside ours", {"Upgrade": "XRPL/2.0, RTXP/1.2, websocket"}),
        ("lower-case Connect-As", {"Connect_As": "peer"}),
        ("no time", {"Network_Time": None}),
        ("no ledgers", {"Closed_Ledger": None, "Previous_Ledger": None}),
        ("no Crawl", {"Crawl": None}),
    ]:
        link, _ = upgrade(port, Key(what), **changes)
        ok(f"{what}: becomes a peer")
        link.close()
    link = Link.dial(port)
    high = base64.b64encode(key.sign(link.shared(), low=False)).decode()
    link.send(skywell.request(key, link.shared(), Session_Signature=high))
    check(link.take_head()[0].startswith("HTTP/1.1 101 "), "high S: becomes a peer")
    second = Link.dial(port)
    second.send(skywell.request(key, second.shared()))
    check(second.take_head()[0].startswith("HTTP/1.1 503 "), "the same key again: 503")


def relay(port, passphrase):
    voice, stranger = Key(passphrase), Key("interop untrusted validator")
    sender, _ = upgrade(port, Key("interop sender"))
    receiver, _ = upgrade(port, Key("interop receiver"))
    now = skywell.network_time()
    good = skywell.validation(voice, 7, bytes(range(32)), now)
    forged = bytearray(skywell.validation(voice, 8, bytes(32), now + 1))
    forged[12] ^= 1  # its time of signing
    stale = skywell.validation(voice, 6, bytes(32), now - 3600)
    unknown = skywell.validation(stranger, 7, bytes(range(32)), now)
    for one in (unknown, bytes(forged), stale, good, good):
        sender.send(frame(VALIDATION, field(1, one)))
    later = skywell.validation(voice, 8, bytes(range(1, 33)), now + 2)
    sender.send(frame(VALIDATION, field(1, later)))
    sender.send(frame(TRANSACTION, field(1, b"not one") + field(2, 1)))
    first = dict(fields(receiver.take(VALIDATION)))
    check(first[1] == good, "the first vote that is sent on is the good one, byte for byte", first)
    second = dict(fields(receiver.take(VALIDATION)))
    check(second[1] == later, "it is sent on once, then the next", second)
    check_frames(receiver, "relay")
    # Both ways: the pong shows that everything before it was dealt with.
    for link in (sender, receiver):
        link.send(frame(PING, field(1, 0) + field(2, 31)))
        while True:
            kind, payload = link.take_frame()
            check(kind not in (VALIDATION, TRANSACTION), "nothing else is sent on, and nothing back", kind, payload)
            if kind == PING and dict(fields(payload)) == {1: 1, 2: 31}:
                break


def stock_certificate():
    """RSA-2048, self-signed with SHA-1, empty names, serial 0, version field 12 (reference, section 2.1)."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([])
    from datetime import datetime, timedelta
    template = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(datetime.utcnow() - timedelta(hours=1))
        .not_valid_after(datetime.utcnow() + timedelta(days=3650)).sign(key, hashes.SHA256())
    )
    body = template.tbs_certificate_bytes.replace(b"\xa0\x03\x02\x01\x02\x02\x01\x01", b"\xa0\x03\x02\x01\x0c\x02\x01\x00", 1)
    # sha256WithRSAEncryption becomes sha1WithRSAEncryption.
    old, new = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05"
    body = body.replace(old, new)
    signature = key.sign(body, padding.PKCS1v15(), hashes.SHA1())
    algorithm = b"\x30\x0d\x06\x09" + new + b"\x05\x00"
    content = body + algorithm + b"\x03\x82" + struct.pack(">H", len(signature) + 1) + b"\x00" + signature
    der = b"\x30\x82" + struct.pack(">H", len(content)) + content
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return der, pem


def listen(node_key):
    der, pem = stock_certificate()
    # A stock acceptor cannot negotiate ECDHE.
    context = Link.context(ciphers=b"kRSA+AESGCM:kRSA+AES:@SECLEVEL=0")
    context.use_privatekey(crypto.load_privatekey(crypto.FILETYPE_PEM, pem))
    context.use_certificate(crypto.load_certificate(crypto.FILETYPE_ASN1, der))
    server = socket.create_server(("127.0.0.1", 0))
    print(f"port {server.getsockname()[1]}", flush=True)
    server.settimeout(20)
    sock, _ = server.accept()
    sock.settimeout(15)
    link = Link(sock, context, is_server=True)
    check(link.tls.get_cipher_name() == "AES256-GCM-SHA384", "static RSA", link.tls.get_cipher_name())
    first, headers = link.take_head()
    check(first == "GET / HTTP/1.1", "request line", first)
    names = [name for name, _ in headers]
    order = ["User-Agent", "Upgrade", "Connection", "Connect-As", "Crawl", "Public-Key", "Session-Signature",
             "Network-Time", "Closed-Ledger", "Previous-Ledger"]
    check(names == [name for name in order if name in names] and names[:8] == order[:8], "headers in order", names)
    headers = dict(headers)
    check(headers["Connect-As"] == "peer", "Connect-As in lower case, for builds that compare it", headers)
    check(headers["Upgrade"] == "RTXP/1.2", "RTXP/1.2 alone", headers)
    check(headers["Public-Key"] == node_key, "the node has the key that it should have")
    check_proof(headers, link, "request")
    check(link.plain == b"", "nothing is sent before the answer")
    link.send(skywell.response(Key("interop listener"), link.shared()))
    talk(link, "listening", None if headers["Crawl"] == "private" else int(sys.argv[3]))
    check_frames(link, "listening")


def vectors(path):
    with open(path) as file:
        known = json.load(file)
    for entry in known["seeds"]["entries"]:
        if entry["input_form"] == "passphrase":
            check(Key(entry["input"]).text == entry["node_public_base58"], f"key of '{entry['input']}'")
    entry = known["seeds"]["entries"][0]
    check(skywell.unbase58check(entry["node_public_base58"])[1].hex().upper() == entry["node_public_hex"], "base 58")


SCENARIOS = {"dial": dial, "refused": refused, "relay": relay, "listen": listen, "vectors": vectors}

if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    arguments = [int(one) if one.isdigit() else one for one in arguments]
    try:
        SCENARIOS[name](*arguments[:1] if name == "listen" else arguments)
    except (Ended, SSL.Error, OSError, ValueError, KeyError) as error:
        print(f"failed {type(error).__name__} {error}", flush=True)
        sys.exit(1)
    print("done", flush=True)
