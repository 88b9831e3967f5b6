// Worker: SHA-256 of a file of any size, in chunks, telling how far it is.

import { sha256 } from "./libraries/signatures.js";

const CHUNK = 4 * 1024 * 1024;

self.onmessage = async ({ data: file }) => {
  try {
    self.postMessage(await measured(file));
  } catch {
    self.postMessage({ failed: true });
  }
};

async function measured(file) {
  const digest = sha256.create();
  for (let at = 0; at < file.size; at += CHUNK) {
    digest.update(new Uint8Array(await file.slice(at, at + CHUNK).arrayBuffer()));
    self.postMessage({ done: Math.min(1, (at + CHUNK) / file.size) });
  }
  const hex = Array.from(digest.digest(), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { sha256: hex, size: file.size };
}
