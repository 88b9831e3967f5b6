/** Bytes and text; the WeChat runtime has neither TextEncoder nor btoa. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** base64url without padding (RFC 4648, 5). */
export function base64url(bytes: Uint8Array): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    const chars = Math.min(4, bytes.length - i + 1)
    for (let c = 0; c < chars; c += 1) out += ALPHABET[(group >> (18 - 6 * c)) & 63]
  }
  return out
}

/** UTF-8 of a text. */
export function utf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text)
  const out: number[] = []
  for (let i = 0; i < escaped.length; i += 1) {
    if (escaped[i] === '%') {
      out.push(parseInt(escaped.slice(i + 1, i + 3), 16))
      i += 2
    } else out.push(escaped.charCodeAt(i))
  }
  return Uint8Array.from(out)
}
