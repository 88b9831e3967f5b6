/** A signature for a matter: uploaded once, remembered on the phone until it was handed in with. */
import type { components } from '@/api/schema'
import { call } from '@/api/client'
import { Problem } from '@/api/problem'
import type { LocalFile } from '@/platform/files'
import { forget, keep, readKept } from '@/stores/kept'
import { session } from '@/stores/session'
import { uploadNow } from '@/stores/uploads'

export type SignatureKind = Extract<components['schemas']['EvidenceKind'], 'signature' | 'thumbprint'>
const nameOf = (id: string) => `draft:${session.personId}:signature:${id}`

/** The signature uploaded before, if it still stands. */
export async function signedBefore(id: string): Promise<string | undefined> {
  const kept = readKept<string>(nameOf(id))
  if (!kept) return undefined
  try {
    const found = await call('get', '/api/v1/evidence/{evidence_id}', { path: { evidence_id: kept } })
    if (found.status === 'verified') return kept
  } catch (problem) {
    if (problem instanceof Problem && problem.passing) return kept
  }
  forget(nameOf(id))
  return undefined
}

/** @throws Problem */
export async function uploadSignature(id: string, file: LocalFile, kind: SignatureKind): Promise<string> {
  const evidence = await uploadNow(file, { matterId: id, kind })
  keep(nameOf(id), evidence.id)
  return evidence.id
}

export function forgetSignature(id: string): void {
  forget(nameOf(id))
}
