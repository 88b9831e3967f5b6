// Proofs of a Merkle tree (RFC 9162, section 2.1). Indexes and sizes are BigInt, hashes 32 bytes.

import { digest, equal } from "./bytes.js";

export const leafHash = (data) => digest(Uint8Array.of(0), data);
const node = (left, right) => digest(Uint8Array.of(1), left, right);

/** Whether `leaf` is number `index` of the `size` leaves under `root` (section 2.1.3.2). */
export function isIncluded(leaf, index, size, proof, root) {
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

/** Whether the first `first` leaves of the tree under `secondRoot` are those under `firstRoot` (section 2.1.4.2). */
export function isConsistent(first, firstRoot, second, secondRoot, proof) {
  if (first < 1n || first > second) return false;
  if (first === second) return proof.length === 0 && equal(firstRoot, secondRoot);
  const path = (first & (first - 1n)) === 0n ? [firstRoot, ...proof] : proof;
  if (proof.length === 0) return false;
  let fn = first - 1n;
  let sn = second - 1n;
  while (fn & 1n) [fn, sn] = [fn >> 1n, sn >> 1n];
  let [fr, sr] = [path[0], path[0]];
  for (const step of path.slice(1)) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      [fr, sr] = [node(step, fr), node(step, sr)];
      while (!(fn & 1n) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      sr = node(sr, step);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && equal(fr, firstRoot) && equal(sr, secondRoot);
}
