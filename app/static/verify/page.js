// The page's controls. What counts is in receipt.js; nothing is sent anywhere but the question for today's ledger.

import { UnreadableReceipt, parseReceipt } from "./format.js";
import { parseNote } from "./note.js";
import { receiptBytes, unpack } from "./packed.js";
import { verdictOf, verifyReceipt } from "./receipt.js";
import { doesNotSay, says } from "./wording.js";

const byId = (id) => document.getElementById(id);
const LEDGER = "/api/v1/ledger";

// Started with the page, so that a file can be read after the network is gone.
const hashing = new Worker(new URL("hashing.js", import.meta.url), { type: "module" });
let scanned = null;
let verified = null;

byId("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  clear();
  try {
    const receipt = await chosenReceipt();
    const file = await chosenFile();
    const key = byId("key").value.trim();
    const [roots] = byId("roots").files;
    const checks = await verifyReceipt(receipt, file, {
      verifyTimestamp: await timestampVerifier(receipt),
      logKeys: key ? [key] : [],
      timestampRoots: roots ? await roots.text() : null,
    });
    show(checks, receipt);
  } catch (error) {
    verdict("inconsistent", error instanceof UnreadableReceipt ? error.message : "核对没有完成，请重新选择文件再试");
  }
});

byId("compare").addEventListener("click", async () => {
  try {
    byId("compared").textContent = (await isInToday(verified))
      ? "和今天的账本一致：当初的记录都还在，没有改动过。"
      : "和今天的账本对不上。请保存好凭证，向司法局查询。";
  } catch {
    byId("compared").textContent = "现在连不上账本，请稍后再试。";
  }
});

async function chosenReceipt() {
  const [file] = byId("receipt").files;
  if (file) return parseReceipt(await receiptBytes(new Uint8Array(await file.arrayBuffer())));
  if (scanned) return scanned;
  throw new UnreadableReceipt("请先选择保管凭证");
}

async function chosenFile() {
  const [file] = byId("file").files;
  if (!file) return null;
  const progress = byId("progress");
  progress.hidden = false;
  try {
    return await new Promise((resolve, reject) => {
      hashing.onerror = () => reject(new UnreadableReceipt("文件读不出来，请重新选择"));
      hashing.onmessage = ({ data }) => {
        if (data.failed) reject(new UnreadableReceipt("文件读不出来，请重新选择"));
        else if (data.sha256) resolve(data);
        else progress.value = data.done;
      };
      hashing.postMessage(file);
    });
  } finally {
    progress.hidden = true;
  }
}

/** Browsers give cryptography for certificates to secure pages only. */
async function timestampVerifier(receipt) {
  if (!receipt?.timestamp || !globalThis.crypto?.subtle) return null;
  return (await import("./timestamp.js")).verifyTimestamp;
}

function clear() {
  byId("checks").replaceChildren();
  byId("compared").textContent = "";
  for (const id of ["verdict", "today", "limits"]) byId(id).hidden = true;
}

function show(checks, receipt) {
  byId("checks").replaceChildren(...checks.map((check) => line(check.says, check.state)));
  const { overall, says: sentence } = verdictOf(checks);
  verdict(overall, sentence);
  if (overall === "inconsistent") return;
  verified = receipt;
  byId("today").hidden = false;
  byId("limits").hidden = false;
  byId("says").replaceChildren(...says(receipt.timestamp != null, receipt.witness_keys.length > 0).map((text) => line(text)));
  byId("doesNotSay").replaceChildren(...doesNotSay(receipt.timestamp != null).map((text) => line(text)));
}

function verdict(overall, text) {
  const heading = byId("verdict");
  heading.className = overall;
  heading.textContent = text;
  heading.hidden = false;
}

function line(text, state = "") {
  const item = document.createElement("li");
  item.className = state;
  item.textContent = text;
  return item;
}

async function isInToday(receipt) {
  const today = await fetched(`${LEDGER}/checkpoint`, (answer) => answer.text());
  const [first, second] = [parseNote(receipt.checkpoint).size, parseNote(today)?.size];
  if (second === undefined || second < first) return false;
  const path = `${LEDGER}/consistency?first=${first}&second=${second}`;
  const { consistency_proof: proof } = await fetched(path, (answer) => answer.json());
  const { log_keys: logKeys } = await fetched(`${LEDGER}/keys`, (answer) => answer.json()); // newer ones sign by now
  const checks = await verifyReceipt(receipt, null, { logKeys, newer: { checkpoint: today, proof } });
  return checks.find((check) => check.name === "newer_head").state === "passed";
}

async function fetched(path, read) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return read(answer);
}

/** A receipt's QR code opens this page with the receipt behind the #, which browsers never send to a server. */
async function readFragment() {
  const text = location.hash.slice(1);
  if (!text) return;
  try {
    const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    scanned = parseReceipt(await unpack(bytes), { compact: true });
    byId("scanned").hidden = false;
  } catch {
    verdict("inconsistent", "二维码里的凭证不完整，请重新扫一次");
  }
}

window.addEventListener("hashchange", readFragment);
await readFragment();
