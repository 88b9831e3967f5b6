// Checks a receipt against a file, as docs/verify-receipt.md describes. No page, no network.

import { digest, fromBase64, fromHex, utf8 } from "./bytes.js";
import { cosignedAt, isSigned, parseKey, parseNote } from "./note.js";
import { isConsistent, isIncluded, leafHash } from "./tree.js";
import { doesNotSay, says } from "./wording.js";

const STATEMENT =
  /^yijiantong-custody\/1\nevidence: [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\nevent: ([a-z]+)\nfile: sha256=([0-9a-f]{64}) size=([1-9][0-9]*)\ntime: (\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z)\nparty: (?:-|[0-9a-f]{64})\n$/;
const EVENTS = {
  received: "收到文件",
  verified: "核验通过",
  viewed: "有人打开",
  copied: "同一文件用作另一份材料",
  exported: "导出",
  withdrawn: "撤回",
};

const LACKING = {
  file: "要核对的文件",
  log_key: "另外拿到的账本公钥",
  timestamp: "第三方时间戳",
  timestamp_roots: "另外拿到的时间戳机构根证书",
};

/**
 * Every check of a receipt, in order: {name, state, says}, where state is "passed", "failed" or "absent" (nothing to
 * check, which contradicts nothing). The names are those of `yjt verify-evidence`.
 *
 * `file` is {sha256, size} of the file at hand, or null to check the receipt alone. `verifyTimestamp(token, pem, data,
 * roots)` gives {time, authority, root} or throws; null where the browser cannot. What was got elsewhere than from the
 * receipt: `logKeys` (verifier keys), `timestampRoots` (PEM), `newer` ({checkpoint, proof} of a later head).
 */
export async function verifyReceipt(receipt, file, anchors = {}) {
  const { verifyTimestamp = null, logKeys = [], timestampRoots = null, newer = null } = anchors;
  const note = parseNote(receipt.checkpoint);
  return [
    checkFile(receipt, file),
    checkStatement(receipt),
    checkInclusion(receipt, note),
    checkSignature(receipt, note),
    checkLogKey(note, logKeys),
    ...(await checkTimestamp(receipt, note, verifyTimestamp, timestampRoots)),
    checkWitnesses(receipt, note),
    ...(receipt.says ? [checkWording(receipt)] : []),
    ...(newer ? [checkNewer(note, newer, logKeys.length ? logKeys : receipt.log_keys)] : []),
  ];
}

/** What the checks add up to: {overall: "consistent" | "incomplete" | "inconsistent", says}. */
export function verdictOf(checks) {
  if (checks.some((each) => each.state === "failed")) {
    const says = "不一致：下面打叉的项目对不上，这份文件或者凭证不能相信。";
    return { overall: "inconsistent", says };
  }
  const lacking = checks.filter((each) => each.state === "absent" && each.name in LACKING);
  if (lacking.length === 0) {
    return { overall: "consistent", says: "完全一致：文件、记录、账本签名和时间戳都对得上。" };
  }
  const names = lacking.map((each) => LACKING[each.name]).join("、");
  const says = `对得上，但缺少：${names}。没有这些，只能证明凭证自己前后一致。`;
  return { overall: "incomplete", says };
}

const check = (name, state, text) => ({ name, state, says: text });

function checkFile(receipt, file) {
  if (file === null) return check("file", "absent", "还没有选择文件，只核对了凭证本身。");
  if (file.sha256 !== receipt.file.sha256 || file.size !== receipt.file.size_bytes) {
    return check("file", "failed", "文件的指纹或者大小不同：不是同一个文件，或者被改动过。");
  }
  return check("file", "passed", `文件的指纹和大小（${file.size} 字节）与凭证相同。`);
}

function checkStatement(receipt) {
  const [, event, sha, size, time] = STATEMENT.exec(receipt.statement) ?? [];
  if (!Object.keys(EVENTS).includes(event) || !isDay(time)) {
    return check("statement", "failed", "保管记录的格式不对。");
  }
  if (sha !== receipt.file.sha256 || size !== String(receipt.file.size_bytes)) {
    return check("statement", "failed", "保管记录说的不是这个文件。");
  }
  return check("statement", "passed", `保管记录说的是这个文件：${beijing(time)}，${EVENTS[event]}。`);
}

function checkInclusion(receipt, note) {
  const leaf = leafHash(digest(fromHex(receipt.salt), utf8(receipt.statement)));
  const proof = receipt.inclusion_proof.map(fromHex);
  if (!note || !isIncluded(leaf, BigInt(receipt.leaf_index), note.size, proof, note.root)) {
    return check("inclusion", "failed", "这条记录不在账本里，或者凭证被改动过。");
  }
  const place = `第 ${receipt.leaf_index + 1} 条，账本当时共 ${note.size} 条`;
  return check("inclusion", "passed", `记录在账本里（${place}）。`);
}

function checkSignature(receipt, note) {
  if (!note || !isSigned(note, receipt.log_keys.map(parseKey))) {
    return check("checkpoint", "failed", "账本的签名不对，内容被改动过。");
  }
  return check("checkpoint", "passed", `账本“${note.origin}”的签名与凭证里的公钥相符。`);
}

function checkLogKey(note, trusted) {
  if (trusted.length === 0) {
    const advice = "公钥是凭证自己带的，谁都能造。请向管理账本的司法局另外要公钥，再用它核对。";
    return check("log_key", "absent", advice);
  }
  if (!note || !isSigned(note, trusted.map(parseKey))) {
    return check("log_key", "failed", "账本的签名和您另外拿到的公钥对不上。");
  }
  return check("log_key", "passed", "账本的签名与您另外拿到的公钥相符。");
}

async function checkTimestamp(receipt, note, verifyTimestamp, roots) {
  if (!receipt.timestamp) {
    const why = receipt.says ? "凭证里没有第三方时间戳" : "二维码里放不下时间戳，请用凭证文件核对";
    return [check("timestamp", "absent", `${why}；时间只有系统自己的记录。`)];
  }
  if (!verifyTimestamp) {
    return [check("timestamp", "absent", "这个浏览器不能核对时间戳，请换一个新的浏览器，或者用命令核对。")];
  }
  const { token, certificates } = receipt.timestamp;
  const verified = (trusted) =>
    verifyTimestamp(fromBase64(token), certificates, utf8(note.body), trusted).catch(() => null);
  const byRoots = note && roots !== null ? await verified(roots) : null;
  const stamp = byRoots ?? (note ? await verified(certificates) : null);
  if (!stamp) return [check("timestamp", "failed", "时间戳不是为这个账本出具的，或者被改动过。")];
  const sentence = `时间戳相符：${stamp.authority}证明，${beijing(stamp.time)}已有这个账本签名头。`;
  return [check("timestamp", "passed", sentence), checkRoots(stamp, roots, byRoots)];
}

function checkRoots(stamp, roots, byRoots) {
  if (roots === null) {
    const advice = `时间戳的根证书“${stamp.root}”是凭证自己带的。请向时间戳机构另外要根证书，再用命令核对。`;
    return check("timestamp_roots", "absent", advice);
  }
  return byRoots
    ? check("timestamp_roots", "passed", `时间戳由您另外拿到的根证书“${stamp.root}”担保。`)
    : check("timestamp_roots", "failed", "时间戳和您另外拿到的根证书对不上。");
}

function checkWitnesses(receipt, note) {
  if (receipt.witness_keys.length === 0) {
    return check("witnesses", "absent", "没有别的机构见证（可以没有）。");
  }
  const keys = receipt.witness_keys.map(parseKey);
  if (!note || keys.some((key) => cosignedAt(note, key) === null)) {
    return check("witnesses", "failed", "见证机构的签名不对，或者没有它的签名。");
  }
  const names = keys.map((key) => key.name).join("；");
  return check("witnesses", "passed", `见证签名相符（公钥是凭证自己带的，请向见证机构核对）：${names}。`);
}

function checkWording(receipt) {
  const stamped = receipt.timestamp !== null;
  const expected = [...says(stamped, receipt.witness_keys.length > 0), "", ...doesNotSay(stamped)];
  const found = [...receipt.says, "", ...receipt.does_not_say];
  if (found.length !== expected.length || found.some((text, i) => text !== expected[i])) {
    return check("wording", "failed", "凭证上的说明文字不是原来的文字，被改动过。");
  }
  return check("wording", "passed", "凭证上的说明文字是原来的文字。");
}

function checkNewer(then, newer, keys) {
  const now = parseNote(newer.checkpoint);
  if (!now || !isSigned(now, keys.map(parseKey)) || now.origin !== then?.origin) {
    return check("newer_head", "failed", "新的签名头不是这个账本的，或者签名不对。");
  }
  if (!isConsistent(then.size, then.root, now.size, now.root, newer.proof.map(fromHex))) {
    return check("newer_head", "failed", "新的签名头和凭证里的对不上：账本以前的内容被改写过。");
  }
  const grown = `从 ${then.size} 条到 ${now.size} 条，以前的内容一条没有变`;
  return check("newer_head", "passed", `账本到新的签名头只有增加：${grown}。`);
}

/** Whether there is such a day: JavaScript itself takes 30 February for a day in March. */
function isDay(time) {
  const read = new Date(time);
  return !Number.isNaN(read.getTime()) && read.getUTCFullYear() > 0 && read.toISOString().slice(0, 10) === time.slice(0, 10);
}

function beijing(time) {
  const text = new Date(time).toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });
  return `${text}（北京时间）`;
}
