// What a receipt says that it proves and does not: word for word as app/evidence/receipts/wording.py, which a test compares.

const FILE_KEPT =
  "记录里写明的时间，系统收到并核验过一个文件，它的指纹（SHA-256）和大小就是这张凭证上写的。您手里的文件指纹相同，就是同一个文件，一个字节也没有变。";
const LEDGER =
  "这条记录已经写进存证账本，由账本的签名固定下来。以后谁改动、删掉或者调换账本里的记录，都能查出来。";
const STAMPED =
  "时间戳机构证明：最晚到时间戳上的时间，账本里已经有这条记录。";
const WITNESSED =
  "见证机构检查过账本没有改写以前的内容，并且另外签了名。";
const NOT_TRUTH =
  "不能证明文件里写的、拍的、说的是真的，也不能证明文件是谁做的、什么时候做的。";
const NOT_BEFORE =
  "不能证明文件在上传以前没有改过。对方提出上传以前就不真实，并有证据或者理由的，法院会审查，可以要求您说明文件从哪里来、怎样形成、怎样保存（《人民法院在线诉讼规则》第十八条）。请保留原来的手机和文件。";
const NOT_BINDING =
  "不能代替法院的判断。用区块链技术存储并核验一致的电子数据，法院可以认定存入以后没有被篡改，有相反证据的除外（第十六条）；对方有理由提出异议的，法院还要看存证平台和存证过程（第十七条）。这个账本用的是防篡改的哈希树和电子签名，不是多方记账的区块链；能不能适用这些规定，由法院决定。";
const NOT_NAME =
  "文件名和文件类型只是称呼，没有写进账本。改了文件名，核对结果不变。";
const NOT_STAMPED =
  "没有时间戳机构作证，时间只是系统自己的记录。";

/** What a receipt proves, with or without an authority's timestamp and witnesses. */
export const says = (isStamped, isWitnessed) => [
  FILE_KEPT,
  LEDGER,
  ...(isStamped ? [STAMPED] : []),
  ...(isWitnessed ? [WITNESSED] : []),
];

/** What no receipt of this kind proves, or this one for want of a timestamp. */
export const doesNotSay = (isStamped) => [
  NOT_TRUTH,
  NOT_BEFORE,
  NOT_BINDING,
  NOT_NAME,
  ...(isStamped ? [] : [NOT_STAMPED]),
];
