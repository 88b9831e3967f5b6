/** Signing with a key whose secret bytes the app itself keeps: for WeChat, which has no key store. */
import nacl from 'tweetnacl'
import { base64url, utf8 } from './bytes'
import type { SigningKey } from './signing'

/** An Ed25519 key of its 32 secret bytes (RFC 8032). */
export function fromSeed(seed: Uint8Array): SigningKey {
  const pair = nacl.sign.keyPair.fromSeed(seed)
  return {
    algorithm: 'ed25519',
    publicKey: base64url(pair.publicKey),
    sign: (text) => Promise.resolve(base64url(nacl.sign.detached(utf8(text), pair.secretKey))),
  }
}
