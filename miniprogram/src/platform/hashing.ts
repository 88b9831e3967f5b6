/** SHA-256 of a file of any size, piece by piece, so that neither memory nor the page suffers. */
import { sha256 } from '@noble/hashes/sha2'
import { readBytes, type Source } from './files'

const PIECE = 512 * 1024

/** @param stopped asked between pieces; @returns 64 hex digits */
export async function hashOf(source: Source, size: number, progress: (bytes: number) => void = () => undefined, stopped: () => boolean = () => false): Promise<string> {
  const hash = sha256.create()
  for (let at = 0; at < size; at += PIECE) {
    if (stopped()) throw new Error('stopped')
    const piece = new Uint8Array(await readBytes(source, at, PIECE, size))
    if (piece.length === 0) throw new Error('file is gone')
    hash.update(piece)
    progress(Math.min(at + PIECE, size))
  }
  return Array.from(hash.digest(), (b) => b.toString(16).padStart(2, '0')).join('')
}
