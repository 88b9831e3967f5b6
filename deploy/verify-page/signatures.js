// SHA-256 in chunks and Ed25519 for browsers whose own cryptography lacks them (noble: audited, no dependencies).
export { hashes, verify } from "@noble/ed25519";
export { sha256, sha512 } from "@noble/hashes/sha2.js";
