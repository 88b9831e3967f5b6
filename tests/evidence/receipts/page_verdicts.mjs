// Prints, as JSON by name, what the public page makes of each receipt vector. Usage: node page_verdicts.mjs PAGE VECTORS

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [page, vectors] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(page, name)).href);
const { parseReceipt } = await load("format.js");
const { verdictOf, verifyReceipt } = await load("receipt.js");
const { unpack } = await load("packed.js");
const { verifyTimestamp } = await load("timestamp.js");
const bytes = (name) => readFileSync(join(vectors, name));
const text = (name) => bytes(name).toString("utf8");

async function verdict(vector) {
  let receipt;
  try {
    receipt = parseReceipt(new Uint8Array(bytes(vector.receipt)));
  } catch (error) {
    return { overall: "unreadable", checks: {}, error: error.message };
  }
  const content = bytes(vector.file);
  const file = { sha256: createHash("sha256").update(content).digest("hex"), size: content.length };
  const checks = await verifyReceipt(receipt, file, {
    verifyTimestamp,
    logKeys: vector.log_keys,
    timestampRoots: vector.tsa_roots && text(vector.tsa_roots),
    newer: vector.newer_checkpoint && {
      checkpoint: text(vector.newer_checkpoint),
      proof: JSON.parse(text(vector.consistency)).consistency_proof,
    },
  });
  const states = Object.fromEntries(checks.map((check) => [check.name, check.state]));
  return { overall: verdictOf(checks).overall, checks: states };
}

const index = JSON.parse(text("index.json"));
const verdicts = {};
for (const vector of index.vectors) verdicts[vector.name] = await verdict(vector);
const fragment = text(index.compact.address).trim().split("#")[1];
const compact = parseReceipt(await unpack(Buffer.from(fragment, "base64url")), { compact: true });
verdicts.compact = Object.fromEntries((await verifyReceipt(compact, null)).map((check) => [check.name, check.state]));
process.stdout.write(JSON.stringify(verdicts));
