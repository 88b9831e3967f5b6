/**
 * The phone's own key for signing check-ins. In a browser it is made by WebCrypto and cannot be taken out of it; WeChat
 * has no such store, so there the key lies in the mini-program's own storage.
 */
// #ifdef H5
import { base64url, utf8 } from './bytes'
import { dropFrom, putInto, SLOT_KEYS, takeFrom } from './slots'
// #endif
// #ifndef H5
import { forget, keep, readKept } from '@/stores/kept'
import { fromSeed } from './ed25519'
import { randomBytes } from './random'
// #endif

export interface SigningKey {
  algorithm: 'ed25519' | 'p256'
  /** As it is sent to the server: base64url of 32 raw bytes, or of SubjectPublicKeyInfo. */
  publicKey: string
  /** base64url of the signature over the UTF-8 bytes of `text`. */
  sign(text: string): Promise<string>
}

// #ifdef H5
interface KeptKey {
  pair: CryptoKeyPair
  publicKey: string
}
const P256 = { name: 'ECDSA', namedCurve: 'P-256' }

function fromPair(kept: KeptKey): SigningKey {
  return {
    algorithm: 'p256',
    publicKey: kept.publicKey,
    sign: async (text) => {
      const raw = await globalThis.crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, kept.pair.privateKey, utf8(text) as BufferSource)
      return base64url(new Uint8Array(raw))
    },
  }
}
// #endif

/** Whether this phone can hold a key: a page that was not opened over HTTPS cannot. */
export function canSign(): boolean {
  // #ifdef H5
  return globalThis.crypto?.subtle !== undefined && typeof globalThis.indexedDB !== 'undefined'
  // #endif
  // #ifndef H5
  return true
  // #endif
}

/** The key kept under `name`, if there is one. */
export async function findKey(name: string): Promise<SigningKey | undefined> {
  // #ifdef H5
  const kept = canSign() ? await takeFrom<KeptKey>(SLOT_KEYS, name) : undefined
  return kept ? fromPair(kept) : undefined
  // #endif
  // #ifndef H5
  const seed = readKept<number[]>(`key:${name}`)
  return seed ? fromSeed(Uint8Array.from(seed as number[])) : undefined
  // #endif
}

/**
 * Makes a new key and keeps it under `name`, in the place of any other.
 * @throws Error when the phone cannot keep it
 */
export async function makeKey(name: string): Promise<SigningKey> {
  // #ifdef H5
  const subtle = globalThis.crypto.subtle
  const pair = await subtle.generateKey(P256, false, ['sign', 'verify'])
  const publicKey = base64url(new Uint8Array(await subtle.exportKey('spki', pair.publicKey)))
  await putInto(SLOT_KEYS, name, { pair, publicKey })
  return fromPair({ pair, publicKey })
  // #endif
  // #ifndef H5
  const seed = randomBytes(32)
  if (!keep(`key:${name}`, Array.from(seed))) throw new Error('storage is full')
  return fromSeed(seed)
  // #endif
}

/** Lets the key kept under `from` take the place of the one under `to`. */
export async function renameKey(from: string, to: string): Promise<void> {
  // #ifdef H5
  const kept = await takeFrom<KeptKey>(SLOT_KEYS, from)
  await putInto(SLOT_KEYS, to, kept)
  await dropFrom(SLOT_KEYS, from)
  // #endif
  // #ifndef H5
  keep(`key:${to}`, readKept<number[]>(`key:${from}`))
  forget(`key:${from}`)
  // #endif
}
