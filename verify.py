#!/usr/bin/env python3
"""Verify a Weegboek ledger, or a proof out of one, with nothing but Python 3.9.

This file shares no code with the software that writes ledgers, uses only the
standard library, and is short enough to be read in an hour.

    python verify.py LEDGER --key VKEY [--key VKEY]
    python verify.py --proof FILE.tlog-proof FILE.entry --key VKEY

LEDGER is a directory or an http(s) address. VKEY is the ledger's key, which you
must have had from somewhere other than the ledger itself.

What is checked: the Ed25519 signature of the checkpoint (RFC 8032); that every
entry names the one before it; that entries, and files of hashes at every level,
lead to the root that was signed (RFC 6962). What is not: signatures by ML-DSA-44,
what the entries say, and whether others are shown another ledger. Formats:
c2sp.org/signed-note, tlog-checkpoint, tlog-tiles and tlog-proof.

Exit status: 0 verified, 1 findings, 2 wrong usage, 3 could not check.
"""

import argparse
import base64
import contextlib
import hashlib
import http.client
import os
import re
import signal
import sys
import urllib.error
import urllib.request
from typing import Callable, Optional

WIDTH = 256  # hashes in a full tile, entries in a full bundle
MOST_NOTE, MOST_TILE, MOST_BUNDLE = 1_000_000, WIDTH * 32, WIDTH * (2 + 65_535)
DEADLINE = float(os.environ.get("VERIFY_DEADLINE", "60"))  # seconds for one file
Key = tuple[str, bytes, int, bytes]  # a verifier key: its name, id, type and bytes


class Finding(Exception):
    """Something is wrong with what is being checked."""


class CouldNot(Exception):
    """Something could not be read, which says nothing about the ledger."""


class Missing(CouldNot):
    """A file is not there."""


# --- Ed25519, RFC 8032 section 5.1: plain and slow, for one signature or two ---
Point = tuple[int, int, int, int]  # extended: X, Y, Z, T with x=X/Z, y=Y/Z, xy=T/Z
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
Y = 4 * pow(5, P - 2, P) % P
BASE = (X, Y, 1, X * Y % P)  # the base point


def add(a: Point, b: Point) -> Point:
    """Add two points."""
    e1, e2 = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    e3, e4 = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = e2 - e1, e4 - e3, e4 + e3, e2 + e1
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n: int, point: Point) -> Point:
    """Add a point to itself n times."""
    total = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = add(total, point)
        point, n = add(point, point), n >> 1
    return total


def point_of(raw: bytes) -> Optional[Point]:
    """Decode a point: y, and the lowest bit of x in the highest bit."""
    sign, y = divmod(int.from_bytes(raw, "little"), 2**255)
    if len(raw) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature is by a public key over a message."""
    key, point = point_of(public), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or point is None or len(signature) != 64 or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(digest, "little") % ORDER
    one, two = times(s, BASE), add(point, times(k, key))
    return all((one[i] * two[2] - two[i] * one[2]) % P == 0 for i in (0, 1))


# --- Signed checkpoints: c2sp.org/signed-note and tlog-checkpoint ---
def unbase64(text: str, what: str) -> bytes:
    """Decode base64 that has one spelling only."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise Finding(f"{what} is not base64") from None
    if base64.b64encode(raw).decode() != text:
        raise Finding(f"{what} is not in its one spelling")
    return raw


def parse_key(text: str) -> Key:
    """Read a verifier key, name+id+key."""
    match = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+(\S+)", text)
    if not match:
        raise ValueError(f"{text[:60]!r} is not of the form name+id+key")
    name, key_id, raw = match[1], match[2], unbase64(match[3], "the key")
    made = hashlib.sha256(name.encode() + b"\n" + raw).hexdigest()[:8]
    if made != key_id or not raw:
        raise ValueError("the key does not fit its id: it was mistyped or changed")
    return name, bytes.fromhex(key_id), raw[0], raw[1:]


def open_checkpoint(note: bytes, keys: list[Key]) -> tuple[str, int, bytes]:
    """Check the signatures of a checkpoint; returns its origin, size and root.

    Each of the pinned Ed25519 keys must have signed. Lines by others say nothing.
    """
    try:
        text, empty, lines = note.decode("utf-8").rpartition("\n\n")
    except UnicodeDecodeError:
        raise Finding("checkpoint: not UTF-8") from None
    sound = empty and re.fullmatch("(.*\n){1,100}", lines)  # each can cost a slow check
    if not sound or re.search("[\0-\t\v-\x1f\x7f]", text):
        raise Finding("checkpoint: not a signed note")
    text += "\n"
    signatures = []
    for line in lines[:-1].split("\n"):
        match = re.fullmatch("\u2014 (\\S+) (\\S+)", line)
        if not match or "+" in match[1]:
            raise Finding("checkpoint: malformed signature line")
        blob = unbase64(match[2], "checkpoint: a signature")
        signatures.append((match[1], blob[:4], blob[4:]))
    for name, key_id, _, public in keys:
        mine = [s for n, i, s in signatures if (n, i) == (name, key_id)]
        if not mine:
            raise Finding(f"checkpoint: {name}+{key_id.hex()} did not sign it")
        if not all(signed(public, text.encode(), s) for s in mine):
            raise Finding(f"checkpoint: the signature of {name} is wrong")
        if not text.startswith(f"{name}\n"):
            raise Finding(f"checkpoint: not of {name}")
    match = re.fullmatch(r"([!-*,-~]{1,255})\n(0|[1-9][0-9]{0,17})\n(\S{43}=)\n", text)
    if not match:
        raise Finding("checkpoint: not an origin, a size and a root")
    return match[1], int(match[2]), unbase64(match[3], "checkpoint: its root")


# --- The tree: RFC 6962 section 2.1 ---
EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(hashes: list[bytes]) -> bytes:
    """The root over some hashes: the left part has a power of two of them."""
    while len(hashes) > 1:  # layer by layer; one that is left over goes up as it is
        pairs = zip(hashes[::2], hashes[1::2])
        hashes = [node_hash(*pair) for pair in pairs] + hashes[len(hashes) & ~1 :]
    return hashes[0] if hashes else EMPTY


def root_from_proof(index: int, size: int, node: bytes, proof: list[bytes]) -> bytes:
    """Climb from a leaf to the root (RFC 9162 section 2.1.3.2)."""
    last = size - 1
    for sibling in proof:
        if last == 0:
            raise Finding("proof: too long")
        if index & 1 or index == last:
            node = node_hash(sibling, node)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        index, last = index >> 1, last >> 1
    if last:
        raise Finding("proof: too short")
    return node


# --- Files: c2sp.org/tlog-tiles ---
OPENER = urllib.request.OpenerDirector()  # follows no redirects, uses no proxies
for handler in ("HTTP", "HTTPS", "HTTPDefaultError"):
    OPENER.add_handler(getattr(urllib.request, f"{handler}Handler")())
OPENER.add_handler(urllib.request.HTTPErrorProcessor())


def read(place: str, name: str, most: int) -> bytes:
    """Read a file of the ledger, but never more than the largest sound one has."""
    if "://" not in place:
        path = os.path.join(place, name)
        if os.path.exists(path) and not os.path.isfile(path):
            raise CouldNot(f"{name}: no regular file")  # a pipe may never answer
        try:
            with open(path, "rb") as file:
                data = file.read(most + 1)
        except OSError as error:
            gone = isinstance(error, (FileNotFoundError, NotADirectoryError))
            raise (Missing if gone else CouldNot)(f"{name}: {error.strerror}") from None
    else:
        data = fetch(f"{place.rstrip('/')}/{name}", name, most)
    if len(data) > most:
        raise Finding(f"{name}: has more than {most} bytes")
    return data


def limit(seconds: float) -> None:
    """Limit the time of what follows, however slowly a server drips; 0 ends that."""
    if hasattr(signal, "setitimer"):  # elsewhere, each single wait is limited
        signal.signal(signal.SIGALRM, too_long)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def too_long(*_: object) -> None:
    raise TimeoutError(f"takes over {DEADLINE:g} seconds")


def fetch(url: str, name: str, most: int) -> bytes:
    """Get a file from a web server that may be hostile."""
    data = bytearray()
    limit(DEADLINE)
    try:
        request = urllib.request.Request(url, headers={"Accept-Encoding": "identity"})
        with OPENER.open(request, timeout=DEADLINE) as response:
            if response.headers.get("Content-Encoding"):
                raise CouldNot(f"{name}: comes compressed")
            while len(data) <= most and (chunk := response.read1(65_536)):
                data += chunk
            if response.length and len(data) <= most:
                raise CouldNot(f"{name}: breaks off")
    except urllib.error.HTTPError as error:
        kind = Missing if error.code in (404, 410) else CouldNot
        raise kind(f"{name}: the server answers {error.code}") from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise CouldNot(f"{name}: {ascii(str(error))[:200]}") from None
    finally:
        limit(0)
    return bytes(data)


def path_of(level: str, number: int, width: int) -> str:
    digits = str(number).zfill(-(-len(str(number)) // 3) * 3)
    path = re.sub("(...)(?=.)", r"x\1/", digits)  # 1234067 as x001/x234/067
    return f"tile/{level}/{path}" + ("" if width == WIDTH else f".p/{width}")


def read_shape(
    place: str, level: str, number: int, width: int, most: int
) -> tuple[bytes, str, int]:
    """Read a tile or bundle; a full one serves where a partial one has been."""
    for shape in (width, WIDTH):
        name = path_of(level, number, shape)
        with contextlib.suppress(Missing):
            return read(place, name, most), name, shape
    raise Missing(f"{path_of(level, number, width)}: missing")


def read_tile(place: str, level: int, number: int, width: int) -> list[bytes]:
    raw, name, shape = read_shape(place, str(level), number, width, MOST_TILE)
    if len(raw) != shape * 32:
        raise Finding(f"{name}: {len(raw)} bytes instead of {shape * 32}")
    return [raw[i : i + 32] for i in range(0, width * 32, 32)]


def read_bundle(place: str, number: int, width: int) -> list[bytes]:
    raw, name, shape = read_shape(place, "entries", number, width, MOST_BUNDLE)
    entries: list[bytes] = []
    start = 0
    while start < len(raw) and len(entries) <= shape:
        stop = start + 2 + int.from_bytes(raw[start : start + 2], "big")
        entries.append(raw[start + 2 : stop])
        start = stop
    if start != len(raw) or len(entries) != shape:
        raise Finding(f"{name}: does not hold {shape} whole entries")
    return entries[:width]


# --- The verification ---
def verify_ledger(place: str, keys: list[Key], report: Callable[[str], None]) -> str:
    """Check a whole ledger; tells ``report`` each finding, returns what verified."""
    origin, size, root = open_checkpoint(read(place, "checkpoint", MOST_NOTE), keys)
    pending: dict[int, list[bytes]] = {}  # level: hashes of its unfinished tile
    bundle_roots, before = [], EMPTY  # what entry 0 names: the empty tree

    def settle(level: int, number: int) -> None:
        """Compare a tile with what was computed from below, and go one level up."""
        hashes = pending.pop(level)
        try:
            if read_tile(place, level, number, len(hashes)) != hashes:
                name = path_of(str(level), number, len(hashes))
                report(f"{name}: does not follow from what is below")
        except (Finding, Missing) as problem:
            report(str(problem))
        if len(hashes) == WIDTH:
            above = pending.setdefault(level + 1, [])
            above.append(root_of(hashes))
            if len(above) == WIDTH:
                settle(level + 1, number // WIDTH)

    for number in range(-(-size // WIDTH)):
        width = min(WIDTH, size - number * WIDTH)
        try:
            entries = read_bundle(place, number, width)
        except (Finding, Missing) as problem:
            report(f"{problem}; entries {number * WIDTH} and on cannot be checked")
            return ""  # what comes after cannot be tied to anything any more
        pending[0] = [leaf_hash(entry) for entry in entries]
        for index, entry in enumerate(entries, number * WIDTH):
            if entry[:76] != b'{"_prev":"%b",' % before.hex().encode():
                report(f"entry {index}: does not name the entry before it")
            before = pending[0][index % WIDTH]
        bundle_roots.append(root_of(pending[0]))
        if width == WIDTH:
            settle(0, number)
    for level in sorted(pending):
        settle(level, size // WIDTH ** (level + 1))
    if root_of(bundle_roots) != root:
        report("the entries do not lead to the root that was signed")
    return f"{origin}, {size} entries, root {base64.b64encode(root).decode()}"


def verify_proof(proof: bytes, entry: bytes, keys: list[Key]) -> str:
    """Check that an entry stands in a ledger, by a c2sp.org/tlog-proof file."""
    head, _, rest = proof.partition(b"\n\n")
    shape = r"c2sp\.org/tlog-proof@v1\n(?:extra \S+\n)?index (\d{1,18})((?:\n\S{43}=)*)"
    match = re.fullmatch(shape, head.decode("latin-1"), re.ASCII)
    if not match or str(int(match[1])) != match[1]:
        raise Finding("proof: not a c2sp.org/tlog-proof@v1")
    hashes = [unbase64(line, "proof: a hash") for line in match[2].split()]
    origin, size, root = open_checkpoint(rest, keys)
    index = int(match[1])
    if index >= size or root_from_proof(index, size, leaf_hash(entry), hashes) != root:
        raise Finding("proof: the entry is not in the ledger at that place")
    return f"entry {index} of {origin}, at size {size}"


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("ledger", nargs="?", help="directory or http(s) address")
    parser.add_argument("--key", action="append", required=True, help="a pinned key")
    parser.add_argument("--proof", nargs=2, metavar=("PROOF", "ENTRY"), help="files")
    given = parser.parse_args(words)
    if bool(given.ledger) == bool(given.proof):
        parser.error("give a LEDGER, or --proof")
    if "://" in (given.ledger or "") and not re.match("https?://", given.ledger):
        parser.error("an address of a ledger begins with http:// or https://")
    try:
        every = [parse_key(text) for text in given.key]
    except (ValueError, Finding) as error:
        parser.error(f"--key: {error}")
    keys = [key for key in every if key[2] == 1 and len(key[3]) == 32]
    for name, key_id, _, _ in [key for key in every if key not in keys]:
        print(f"left unchecked: the key {name}+{key_id.hex()} is not Ed25519")
    if not keys:
        parser.error("none of the keys is an Ed25519 key")
    findings: list[str] = []
    verified = ""
    try:
        if given.proof:
            proof, entry = (read("", name, 2 * MOST_NOTE) for name in given.proof)
            verified = verify_proof(proof, entry, keys)
        else:
            verified = verify_ledger(given.ledger, keys, findings.append)
    except Finding as finding:
        findings.append(str(finding))
    except CouldNot as error:
        print(f"could not check: {error}")
    if findings:
        print(*findings, f"NOT verified: {len(findings)} findings", sep="\n")
    elif verified:
        print(f"verified: {verified}")
    return 1 if findings else 0 if verified else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
