// Signed heads of the ledger: C2SP checkpoints, signed notes (Ed25519) and countersignatures of witnesses.

import { digest, fromBase64, hex, utf8 } from "./bytes.js";
import { hashes, sha512, verify } from "./libraries/signatures.js";

hashes.sha512 = sha512;

export const ED25519 = 1;
export const COSIGNATURE = 4;
const NOTE = /^([^\n]+)\n(0|[1-9][0-9]*)\n([^\n]+)\n\n((?:— [^\n]+\n)+)$/u;
const KEY = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u;
const NAME = /^[^+\p{C}\p{Z}]+$/u;
const CONTROL = /[\x00-\x09\x0b-\x1f]/;
const LARGEST_TREE = 2n ** 63n - 1n;
const LATEST = 253402300799n; // the last second of the year 9999
const HASH_BYTES = 32;

/** {origin, size, root, body, signatures: [{name, id, signature}]} of a checkpoint, or null where it is none. */
export function parseNote(text) {
  const parts = NOTE.exec(text);
  if (!parts || CONTROL.test(text) || parts[2].length > 19 || BigInt(parts[2]) > LARGEST_TREE) return null;
  const [, origin, size, encodedRoot, lines] = parts;
  const root = fromBase64(encodedRoot);
  const signatures = lines.trimEnd().split("\n").map(signatureOf);
  if (root?.length !== HASH_BYTES || signatures.includes(null)) return null;
  return { origin, size: BigInt(size), root, body: `${origin}\n${size}\n${encodedRoot}\n`, signatures };
}

/** {name, id, algorithm, key, text} of a verifier key `name+id+base64`, or null where it is none or its id is wrong. */
export function parseKey(text) {
  const parts = KEY.exec(text);
  const material = parts && fromBase64(parts[3]);
  if (material?.length !== HASH_BYTES + 1) return null;
  const [, name, id] = parts;
  if (!NAME.test(name) || id !== hex(digest(utf8(`${name}\n`), material).slice(0, 4))) return null;
  return { name, id, algorithm: material[0], key: material.slice(1), text };
}

/** Whether one of `keys` signed the note as its log, and none of their signatures is wrong; all must be log keys. */
export function isSigned(note, keys) {
  if (keys.some((key) => key?.algorithm !== ED25519)) return false;
  const known = keys.filter((key) => key.name === note.origin);
  const found = known.flatMap((key) => linesOf(note, key).map(({ signature }) => [signature, key]));
  return found.length > 0 && found.every(([signature, key]) => isGenuine(signature, utf8(note.body), key));
}

/** When `key` countersigned the note as its witness (seconds since 1970, BigInt), or null (C2SP tlog-cosignature). */
export function cosignedAt(note, key) {
  if (key?.algorithm !== COSIGNATURE) return null;
  const times = linesOf(note, key).map(({ signature }) => {
    if (signature.length !== 72) return null;
    const time = new DataView(signature.buffer, signature.byteOffset, 8).getBigUint64(0);
    const message = utf8(`cosignature/v1\ntime ${time}\n${note.body}`);
    return time <= LATEST && isGenuine(signature.slice(8), message, key) ? time : null;
  });
  return times.length === 0 || times.includes(null) ? null : times[0];
}

const linesOf = (note, key) => note.signatures.filter((line) => line.name === key.name && line.id === key.id);

function signatureOf(line) {
  const [, name, encoded, ...rest] = line.split(" ");
  const bytes = encoded && !rest.length ? fromBase64(encoded) : null;
  return NAME.test(name) && bytes?.length > 4 ? { name, id: hex(bytes.slice(0, 4)), signature: bytes.slice(4) } : null;
}

function isGenuine(signature, message, key) {
  try {
    return verify(signature, message, key.key, { zip215: false });
  } catch {
    return false;
  }
}
