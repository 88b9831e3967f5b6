// Bytes in the forms a receipt writes them in, and SHA-256 over them.

import { sha256 } from "./libraries/signatures.js";

const encoder = new TextEncoder();
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export const utf8 = (text) => encoder.encode(text);
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
export const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** The bytes of canonical base64 (no stray bits, RFC 4648 section 3.5), or null. */
export function fromBase64(text) {
  if (!BASE64.test(text)) return null;
  const raw = atob(text);
  return btoa(raw) === text ? Uint8Array.from(raw, (c) => c.charCodeAt(0)) : null;
}

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** SHA-256 over the parts, one after the other. */
export const digest = (...parts) => sha256(concat(...parts));
