// Verifies a custody receipt (yijiantong-receipt/1) offline, as docs/verify-receipt.md describes. No DOM, no network.

import { hashes, sha256, sha512, verify as verifyEd25519 } from "./libraries/signatures.js";

hashes.sha512 = sha512;

const FORMAT = "yijiantong-receipt/1";
const STATEMENT =
  /^yijiantong-custody\/1\nevidence: [0-9a-f-]{36}\nevent: ([a-z]+)\nfile: sha256=([0-9a-f]{64}) size=(\d+)\ntime: (\S+)\nparty: (-|[0-9a-f]{64})\n$/;
const HEX32 = /^[0-9a-f]{64}$/;
const ALGORITHM = { ed25519: 1, cosignature: 4 };
const EVENTS = {
  received: "收到",
  verified: "核验通过",
  viewed: "打开",
  copied: "用作另一份材料",
  exported: "导出",
  withdrawn: "撤回",
};
const LONGEST_PROOF = 64;

const ascii = new TextEncoder();

/**
 * Every check of a receipt, in order. `file` is {sha256, size} of the file at hand, or null to check the receipt
 * alone. `verifyTimestamp(tokenBytes, pem, bodyBytes)` gives {time, authority} or throws.
 * Each check is {name, outcome: "passed" | "failed" | "absent", says}.
 */
export async function verifyReceipt(receipt, file, { verifyTimestamp, trustedLogKeys = [] } = {}) {
  const checks = [];
  const add = (name, outcome, says) => checks.push({ name, outcome, says });
  if (!isReceipt(receipt)) {
    add("format", "failed", "这不是一键通的存证回执，或者回执不完整");
    return checks;
  }
  add("format", "passed", "回执的格式正确");
  checkFile(receipt, file, add);
  const statement = checkStatement(receipt, add);
  const leaf = leafHash(receipt);
  const note = parseNote(receipt.checkpoint);
  checkInclusion(receipt, leaf, note, add);
  checkSignature(receipt, note, trustedLogKeys, add);
  await checkTimestamp(receipt, note, verifyTimestamp, add);
  checkWitnesses(receipt, note, add);
  return Object.assign(checks, { statement });
}

/** Whether the first `first` leaves of the tree under `newer` are the tree under `older` (RFC 9162, 2.1.4.2). */
export function verifyConsistency(first, firstRoot, second, secondRoot, proof) {
  if (first < 1n || first > second) return false;
  if (first === second) return proof.length === 0 && equal(firstRoot, secondRoot);
  const path = (first & (first - 1n)) === 0n ? [firstRoot, ...proof] : [...proof];
  if (path.length === 0) return false;
  let fn = first - 1n;
  let sn = second - 1n;
  while (fn & 1n) [fn, sn] = [fn >> 1n, sn >> 1n];
  let [fr, sr] = [path[0], path[0]];
  for (const c of path.slice(1)) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      [fr, sr] = [node(c, fr), node(c, sr)];
      while (!(fn & 1n) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      sr = node(sr, c);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && equal(fr, firstRoot) && equal(sr, secondRoot);
}

/** {origin, size, root, body, signatures: [{name, id, signature}]} of a signed note, or null where it is none. */
export function parseNote(text) {
  const parts = /^([^\n]+)\n(0|[1-9]\d*)\n([A-Za-z0-9+/]{43}=)\n((?:[^\n]+\n)*)\n((?:— [^ \n]+ [A-Za-z0-9+/=]+\n)+)$/.exec(text);
  if (!parts) return null;
  const [, origin, size, root, extensions, lines] = parts;
  const signatures = lines.trimEnd().split("\n").map((line) => {
    const [, name, encoded] = line.split(" ");
    const bytes = base64(encoded);
    return { name, id: hex(bytes.slice(0, 4)), signature: bytes.slice(4) };
  });
  const body = `${origin}\n${size}\n${root}\n${extensions}`;
  return { origin, size: BigInt(size), root: base64(root), body, signatures };
}

/** {name, id, algorithm, key} of a verifier key `name+hash+base64`, or null where it is none or its hash is wrong. */
export function parseKey(text) {
  const parts = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text);
  if (!parts) return null;
  const [, name, id, encoded] = parts;
  const bytes = base64(encoded);
  const expected = hex(sha256(concat(ascii.encode(`${name}\n`), bytes)).slice(0, 4));
  if (bytes.length !== 33 || id !== expected) return null;
  return { name, id, algorithm: bytes[0], key: bytes.slice(1), text };
}

function isReceipt(receipt) {
  const file = receipt?.file;
  return (
    receipt?.format === FORMAT &&
    typeof file === "object" && HEX32.test(file?.sha256) && Number.isSafeInteger(file?.size_bytes) &&
    typeof receipt.statement === "string" && HEX32.test(receipt.salt) &&
    Number.isSafeInteger(receipt.leaf_index) && receipt.leaf_index >= 0 &&
    Array.isArray(receipt.inclusion_proof) && receipt.inclusion_proof.length <= LONGEST_PROOF &&
    receipt.inclusion_proof.every((hash) => HEX32.test(hash)) &&
    typeof receipt.checkpoint === "string" && Array.isArray(receipt.log_keys)
  );
}

function checkFile(receipt, file, add) {
  if (file === null) {
    add("file", "absent", "还没有选择文件，只核对了回执本身");
  } else if (file.sha256 !== receipt.file.sha256 || file.size !== receipt.file.size_bytes) {
    add("file", "failed", "文件和回执里写的不是同一个文件，或者文件改动过");
  } else {
    add("file", "passed", "文件和回执里写的完全一样，一个字节都没有变");
  }
}

function checkStatement(receipt, add) {
  const parts = STATEMENT.exec(receipt.statement);
  const [, event, sha, size, time] = parts ?? [];
  if (!parts || !(event in EVENTS) || sha !== receipt.file.sha256 || Number(size) !== receipt.file.size_bytes) {
    add("statement", "failed", "回执里的存证内容写得不对，或者说的是另一个文件");
    return null;
  }
  add("statement", "passed", `回执说的是：${chinaTime(time)}（北京时间）系统记下这个文件“${EVENTS[event]}”`);
  return { event, time };
}

function leafHash(receipt) {
  const commitment = sha256(concat(bytesOf(receipt.salt), ascii.encode(receipt.statement)));
  return sha256(concat(Uint8Array.of(0), commitment));
}

function checkInclusion(receipt, leaf, note, add) {
  const proof = receipt.inclusion_proof.map(bytesOf);
  if (note && isIncluded(leaf, BigInt(receipt.leaf_index), note.size, proof, note.root)) {
    add("inclusion", "passed", `这条存证是存证账本的第 ${receipt.leaf_index + 1} 条，账本当时共 ${note.size} 条`);
  } else {
    add("inclusion", "failed", "这条存证不在回执所附的账本里，回执可能被改动过");
  }
}

/** RFC 9162, section 2.1.3.2. */
function isIncluded(leaf, index, size, proof, root) {
  if (index >= size) return false;
  let fn = index;
  let sn = size - 1n;
  let hash = leaf;
  for (const sibling of proof) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      hash = node(sibling, hash);
      while (!(fn & 1n) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      hash = node(hash, sibling);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && equal(hash, root);
}

function checkSignature(receipt, note, trustedLogKeys, add) {
  const keys = (trustedLogKeys.length ? trustedLogKeys : receipt.log_keys).map(parseKey);
  const key = note && keys.find((each) => each?.algorithm === ALGORITHM.ed25519 && isSignedBy(note, each));
  if (!key || key.name !== note.origin) {
    add("checkpoint", "failed", "账本的签名不对：不是这个账本的密钥签的，或者内容被改动过");
  } else if (trustedLogKeys.length) {
    add("checkpoint", "passed", `账本由 ${key.name} 签名，用的是您给出的密钥`);
  } else {
    add("checkpoint", "passed", `账本由 ${key.name} 签名。请另外向司法局核对它的密钥：${key.text}`);
  }
}

function isSignedBy(note, key) {
  return note.signatures.some(
    (line) => line.name === key.name && line.id === key.id && line.signature.length === 64 &&
      isGenuine(line.signature, ascii.encode(note.body), key.key),
  );
}

async function checkTimestamp(receipt, note, verifyTimestamp, add) {
  if (!receipt.timestamp) {
    add("timestamp", "absent", "回执没有时间戳，存证时间只由本系统自己说明");
    return;
  }
  if (!verifyTimestamp) {
    add("timestamp", "absent", "这个浏览器不能核对时间戳，请换一个新的浏览器，或者用命令核对");
    return;
  }
  try {
    const token = base64(receipt.timestamp.token);
    const stamp = await verifyTimestamp(token, receipt.timestamp.certificates, ascii.encode(note.body));
    add("timestamp", "passed", `${stamp.authority} 证明：${chinaTime(stamp.time)}（北京时间）之前这个账本已经存在`);
  } catch {
    add("timestamp", "failed", "时间戳不对：不是为这个账本出具的，或者内容被改动过");
  }
}

function checkWitnesses(receipt, note, add) {
  const keys = (receipt.witness_keys ?? []).map(parseKey).filter((key) => key?.algorithm === ALGORITHM.cosignature);
  const known = keys.filter((key) => note?.signatures.some((line) => line.name === key.name && line.id === key.id));
  if (known.length === 0) {
    add("witnesses", "absent", "没有其他单位为这个账本作见证");
    return;
  }
  const failed = known.filter((key) => !isCosignedBy(note, key));
  const names = (list) => list.map((key) => key.name).join("、");
  if (failed.length) add("witnesses", "failed", `见证签名不对：${names(failed)}`);
  else add("witnesses", "passed", `为这个账本作见证的单位：${names(known)}`);
}

/** C2SP tlog-cosignature: eight bytes of time, then an Ed25519 signature over it and the note's body. */
function isCosignedBy(note, key) {
  const line = note.signatures.find((each) => each.name === key.name && each.id === key.id);
  if (line.signature.length !== 72) return false;
  const time = new DataView(line.signature.buffer, line.signature.byteOffset, 8).getBigUint64(0);
  const message = ascii.encode(`cosignature/v1\ntime ${time}\n${note.body}`);
  return isGenuine(line.signature.slice(8), message, key.key);
}

function isGenuine(signature, message, key) {
  try {
    return verifyEd25519(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}

const node = (left, right) => sha256(concat(Uint8Array.of(1), left, right));
const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const bytesOf = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const base64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function chinaTime(time) {
  return new Date(time).toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });
}
