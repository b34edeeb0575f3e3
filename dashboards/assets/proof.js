// Checks of a ledger in the reader's own browser, with nothing but WebCrypto: leaf
// hashes and proofs (RFC 6962, RFC 9162), signed checkpoints (c2sp.org/signed-note,
// tlog-checkpoint), proof files (tlog-proof) and tiles (tlog-tiles). It shares no code
// with the server, and says nothing in any language: findings are keys of words.
(function () {
  "use strict";
  const WIDTH = 256, HASH = 32, ED25519 = 1;
  const MOST_NOTE = 1000000, MOST_ENTRY = 65535, MOST_HASHES = 64;

  class Finding extends Error {
    constructor(word, detail) { super(word); this.word = word; this.detail = detail || ""; }
  }
  class CouldNot extends Finding {}

  // --- bytes ---
  const encode = (text) => new TextEncoder().encode(text);
  const decode = (raw) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  const hex = (raw) => Array.from(raw, (one) => one.toString(16).padStart(2, "0")).join("");
  const same = (one, two) => one.length === two.length && one.every((byte, at) => byte === two[at]);
  function base64(raw) {
    let text = "";
    for (const byte of raw) { text += String.fromCharCode(byte); }
    return btoa(text);
  }
  function unbase64(text) {
    let raw;
    try { raw = Uint8Array.from(atob(text), (mark) => mark.charCodeAt(0)); } catch {
      throw new Finding("not_base64", text.slice(0, 60));
    }
    if (base64(raw) !== text) { throw new Finding("not_base64", text.slice(0, 60)); }
    return raw;
  }
  function joined(...parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) { whole.set(part, at); at += part.length; }
    return whole;
  }
  function subtle() {
    if (!window.crypto || !window.crypto.subtle) { throw new CouldNot("no_webcrypto"); }
    return window.crypto.subtle;
  }
  const sha256 = async (...parts) =>
    new Uint8Array(await subtle().digest("SHA-256", joined(...parts)));
  const leafHash = (entry) => sha256(Uint8Array.of(0), entry);
  const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

  // --- signed checkpoints ---
  function parseNote(raw) {
    let note;
    if (raw.length > MOST_NOTE) { throw new Finding("note_malformed"); }
    try { note = decode(raw); } catch { throw new Finding("note_malformed"); }
    const end = note.lastIndexOf("\n\n");
    if (end < 0 || !note.endsWith("\n")) { throw new Finding("note_malformed"); }
    const lines = note.slice(end + 2, -1).split("\n").map((line) => {
      const match = /^\u2014 ([^\s+]+) (\S+)$/.exec(line);
      if (!match) { throw new Finding("note_malformed", line.slice(0, 60)); }
      const blob = unbase64(match[2]);
      return { name: match[1], id: hex(blob.slice(0, 4)), signature: blob.slice(4) };
    });
    const text = note.slice(0, end + 1);
    const match = /^([!-*,-~]{1,255})\n(0|[1-9][0-9]{0,14})\n([A-Za-z0-9+/]{43}=)\n$/.exec(text);
    if (!match) { throw new Finding("note_malformed"); }
    return { text, lines, origin: match[1], size: Number(match[2]), root: unbase64(match[3]) };
  }
  async function parseKey(text) {
    const match = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim());
    if (!match) { throw new Finding("key_malformed", text.slice(0, 60)); }
    const raw = unbase64(match[3]);
    const id = hex((await sha256(encode(match[1] + "\n"), raw)).slice(0, 4));
    if (id !== match[2]) { throw new Finding("key_malformed", match[2]); }
    if (raw[0] !== ED25519 || raw.length !== 33) { throw new Finding("key_not_ed25519"); }
    return { name: match[1], id, raw: raw.slice(1) };
  }
  async function checkSignature(note, key) {
    if (key.name !== note.origin) { throw new Finding("other_ledger", key.name); }
    const mine = note.lines.filter((line) => line.name === key.name && line.id === key.id);
    if (mine.length === 0) { throw new Finding("not_signed", `${key.name}+${key.id}`); }
    let made;
    try {
      made = await subtle().importKey("raw", key.raw, { name: "Ed25519" }, false, ["verify"]);
    } catch (error) {
      if (error instanceof Finding) { throw error; }
      throw new CouldNot("no_ed25519", error.name);
    }
    for (const line of mine) {
      const text = encode(note.text);
      if (!(await subtle().verify({ name: "Ed25519" }, made, line.signature, text))) {
        throw new Finding("signature_wrong", `${key.name}+${key.id}`);
      }
    }
  }

  // --- the tree; sizes can be over 32 bits, so no bit operators ---
  const half = (number) => Math.floor(number / 2);
  function powerBelow(size) {
    let power = 1;
    while (power * 2 < size) { power *= 2; }
    return power;
  }
  // RFC 9162 section 2.1.3.2; returns every node on the way up
  async function climb(index, size, leaf, hashes) {
    if (index >= size) { throw new Finding("beyond_size"); }
    const nodes = [leaf];
    let last = size - 1, node = leaf;
    for (const sibling of hashes) {
      if (last === 0) { throw new Finding("path_length"); }
      if (index % 2 === 1 || index === last) {
        node = await nodeHash(sibling, node);
        while (index > 0 && index % 2 === 0) { index = half(index); last = half(last); }
      } else {
        node = await nodeHash(node, sibling);
      }
      index = half(index);
      last = half(last);
      nodes.push(node);
    }
    if (last !== 0) { throw new Finding("path_length"); }
    return nodes;
  }
  // RFC 9162 section 2.1.4.2; returns the roots that the proof leads to
  async function grow(oldSize, newSize, oldRoot, proof) {
    if (oldSize === newSize) {
      if (proof.length) { throw new Finding("path_length"); }
      return [oldRoot, oldRoot];
    }
    let [first, last] = [oldSize - 1, newSize - 1];
    while (first % 2 === 1) { first = half(first); last = half(last); }
    const rest = proof.slice();
    const start = first === 0 ? oldRoot : rest.shift();
    if (!start) { throw new Finding("path_length"); }
    let [older, newer] = [start, start];
    for (const sibling of rest) {
      if (last === 0) { throw new Finding("path_length"); }
      if (first % 2 === 1 || first === last) {
        older = await nodeHash(sibling, older);
        newer = await nodeHash(sibling, newer);
        while (first > 0 && first % 2 === 0) { first = half(first); last = half(last); }
      } else {
        newer = await nodeHash(newer, sibling);
      }
      first = half(first);
      last = half(last);
    }
    if (last !== 0) { throw new Finding("path_length"); }
    return [older, newer];
  }

  // --- proof files ---
  function parseProof(raw) {
    let text;
    try { text = decode(raw); } catch { throw new Finding("proof_malformed"); }
    const end = text.indexOf("\n\n");
    const shape = /^c2sp\.org\/tlog-proof@v1\n(?:extra \S+\n)?index (0|[1-9][0-9]{0,14})((?:\n[A-Za-z0-9+/]{43}=)*)$/;
    const match = end < 0 ? null : shape.exec(text.slice(0, end));
    if (!match || raw.length > 2 * MOST_NOTE) { throw new Finding("proof_malformed"); }
    const hashes = match[2].split("\n").filter(Boolean).map(unbase64);
    if (hashes.length > MOST_HASHES) { throw new Finding("proof_malformed"); }
    return { index: Number(match[1]), hashes, note: encode(text.slice(end + 2)) };
  }

  // --- files of a ledger, as its server gives them ---
  function ledgerAt(base) {
    async function read(name, most) {
      let answer, raw;
      try {
        answer = await fetch(base + name, { cache: "no-store", redirect: "error" });
        raw = new Uint8Array(await answer.arrayBuffer());
      } catch {
        throw new CouldNot("unreachable", name);
      }
      if (answer.status === 404) { return null; }
      if (!answer.ok) { throw new CouldNot("unreachable", `${name}: ${answer.status}`); }
      if (raw.length > most) { throw new Finding("file_malformed", name); }
      return raw;
    }
    function path(number) {
      const digits = String(number);
      const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.{3}/g);
      const last = groups.pop();
      return groups.map((group) => `x${group}/`).join("") + last;
    }
    async function partOrWhole(folder, number, width, most) {
      const name = `tile/${folder}/${path(number)}`;
      const part = width < WIDTH ? await read(`${name}.p/${width}`, most) : null;
      const raw = part || (await read(name, most));
      if (!raw) { throw new CouldNot("missing", name); }
      return raw;
    }
    const widthOf = (count, number) => Math.min(WIDTH, count - number * WIDTH);
    async function entry(index, size) {
      const number = Math.floor(index / WIDTH);
      const raw = await partOrWhole("entries", number, widthOf(size, number), WIDTH * (2 + MOST_ENTRY));
      let at = 0;
      for (let place = number * WIDTH; at + 2 <= raw.length; place += 1) {
        const stop = at + 2 + raw[at] * 256 + raw[at + 1];
        if (stop > raw.length) { break; }
        if (place === index) { return raw.slice(at + 2, stop); }
        at = stop;
      }
      throw new Finding("file_malformed", `entries ${number}`);
    }
    async function path_to(index, size) {
      const tiles = new Map();
      async function tile(level, number) {
        const place = `${level}/${number}`;
        if (!tiles.has(place)) {
          const width = widthOf(Math.floor(size / WIDTH ** level), number);
          const raw = await partOrWhole(level, number, width, WIDTH * HASH);
          if (raw.length < width * HASH) { throw new Finding("file_malformed", place); }
          tiles.set(place, raw);
        }
        return tiles.get(place);
      }
      async function over(start, stop) {
        const length = stop - start;
        const exact = Math.log2(length);
        if (Number.isInteger(exact) && exact % 8 === 0) {
          const first = start / length;
          const raw = await tile(exact / 8, Math.floor(first / WIDTH));
          const at = (first % WIDTH) * HASH;
          return raw.slice(at, at + HASH);
        }
        const middle = start + powerBelow(length);
        return nodeHash(await over(start, middle), await over(middle, stop));
      }
      const hashes = [];
      let [start, stop] = [0, size];
      while (stop - start > 1) {
        const middle = start + powerBelow(stop - start);
        if (index < middle) {
          hashes.unshift(await over(middle, stop));
          stop = middle;
        } else {
          hashes.unshift(await over(start, middle));
          start = middle;
        }
      }
      return hashes;
    }
    return { read, entry, path: path_to, checkpoint: () => read("checkpoint", MOST_NOTE) };
  }

  window.weegboekProof = {
    CouldNot, Finding, MOST_NOTE, base64, checkSignature, climb, decode, encode, grow, hex,
    leafHash, ledgerAt, parseKey, parseNote, parseProof, same, sha256, unbase64,
  };
})();
