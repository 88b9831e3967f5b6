// The form of a receipt (yijiantong-receipt/1), read strictly: a member missing, added or of another form is refused.

const FORMAT = "yijiantong-receipt/1";
export const LARGEST = 1024 * 1024;
const HASH = /^[0-9a-f]{64}$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const STRING = /"(?:[^"\\]|\\.)*"(\s*:)?/g;
const FRACTION = /\d[.eE]/;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9.+-]{0,60}\/[a-z0-9][a-z0-9.+-]{0,100}$/;
const KEY = /^[ -~]{1,500}$/;

export class UnreadableReceipt extends Error {}

/** Counted in characters, not in the halves that some are stored as; a half alone is none. */
const isText = (longest) => (value) =>
  typeof value === "string" && value.length > 0 && [...value].length <= longest && !/\p{Cs}/u.test(value);
const isLike = (form) => (value) => typeof value === "string" && form.test(value);
const isHash = isLike(HASH);
const isCount = (least) => (value) => Number.isSafeInteger(value) && value >= least;
const isList = (isItem, most) => (value) => Array.isArray(value) && value.length <= most && value.every(isItem);
const isRecord = (members) => (value) =>
  value !== null && typeof value === "object" && !Array.isArray(value) &&
  Object.keys(value).length === Object.keys(members).length &&
  Object.entries(members).every(([name, fits]) => name in value && fits(value[name]));

const COMPACT = {
  format: (value) => value === FORMAT,
  file: isRecord({ name: isText(300), sha256: isHash, size_bytes: isCount(1), media_type: isLike(MEDIA_TYPE) }),
  statement: isText(1000),
  salt: isHash,
  leaf_index: isCount(0),
  inclusion_proof: isList(isHash, 63),
  checkpoint: isText(10000),
  log_keys: isList(isLike(KEY), 50),
  witness_keys: isList(isLike(KEY), 50),
};
const isBase64 = (value) => isText(200000)(value) && BASE64.test(value);
const TIMESTAMP = isRecord({ token: isBase64, certificates: isText(200000) });
const WHOLE = {
  ...COMPACT,
  timestamp: (value) => value === null || TIMESTAMP(value),
  says: isList(isText(1000), 30),
  does_not_say: isList(isText(1000), 30),
};

/** A receipt from its bytes, or with `compact` the part of one that a QR code holds. */
export function parseReceipt(bytes, { compact = false } = {}) {
  if (bytes.length > LARGEST) throw new UnreadableReceipt("这不是保管凭证：内容太大");
  let text, receipt;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    receipt = JSON.parse(text);
  } catch {
    throw new UnreadableReceipt("这不是保管凭证，或者没有下载完");
  }
  if (receipt?.format !== FORMAT) throw new UnreadableReceipt("这不是保管凭证");
  if (!isRecord(compact ? COMPACT : WHOLE)(receipt) || isAmbiguous(text, receipt)) {
    throw new UnreadableReceipt("凭证不完整，或者被改动过");
  }
  return receipt;
}

/** Whether programs might read the text differently: a member is there twice, or a number is not written in digits. */
function isAmbiguous(text, receipt) {
  if (FRACTION.test(text.replace(STRING, ""))) return true;
  const written = [...text.matchAll(STRING)].filter(([, colon]) => colon).length;
  const records = [receipt, receipt.file, receipt.timestamp ?? {}];
  return written !== records.reduce((sum, record) => sum + Object.keys(record).length, 0);
}
