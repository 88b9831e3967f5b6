/** One file to storage: declared, sent by form or in parts, told complete. Goes on from whatever arrived before. */
import { call, type components, type Sent } from '@/api/client'
import { Problem } from '@/api/problem'
import { pause } from '@/api/transport'
import { t } from '@/locales/files'
import { label } from '@/stores/dictionaries'
import { postForm, putPart, type Sending, type StorageAnswer } from './file-send'
import type { Source } from './files'

export type Evidence = components['schemas']['EvidenceOut']
export type EvidenceKind = components['schemas']['EvidenceKind']
type Means = components['schemas']['EvidenceDeclared']['upload']
type Form = components['schemas']['UploadForm']

export interface Uploading {
  /** Idempotency key of the declaration. */
  key: string
  matterId: string
  kind: EvidenceKind
  name: string
  type: string
  size: number
  sha256: string
  capturedAt?: string
  source: Source
  /** Set where it was declared before. */
  evidenceId?: string
  declared(evidenceId: string): void
  progress(bytes: number): void
  stopper(stop: () => void): void
  stopped(): boolean
}

/** Thrown where the person paused or gave up. */
export class Stopped extends Error {}

const FORMS = 3
const PARTS_AT_ONCE = 4

/**
 * @returns the file as it stands: arrived and waiting for its check, or known already
 * @throws Problem `passing` where trying again later may help
 * @throws Stopped
 */
export async function uploadFile(up: Uploading): Promise<Evidence> {
  const id = up.evidenceId
  if (id === undefined) return declareAndSend(up, up.key)
  try {
    return await sendBy(up, id, await call('post', '/api/v1/evidence/{evidence_id}/form', { path: { evidence_id: id } }))
  } catch (problem) {
    if (!(problem instanceof Problem) || (problem.code !== 'wrong_state' && problem.code !== 'not_found')) throw problem
    if (problem.code === 'wrong_state') {
      const item = await call('get', '/api/v1/evidence/{evidence_id}', { path: { evidence_id: id } })
      if (item.status === 'arrived' || item.status === 'verified') return item
    }
    return declareAndSend(up, `${up.key}-${Date.now()}`)
  }
}

async function declareAndSend(up: Uploading, key: string): Promise<Evidence> {
  const body: Sent<'/api/v1/evidence', 'post'> = {
    matter_id: up.matterId,
    kind: up.kind,
    name: up.name.slice(-1000),
    media_type: up.type as components['schemas']['MediaType'],
    size_bytes: up.size,
    sha256: up.sha256,
    captured_at: up.capturedAt ?? null,
  }
  const made = await call('post', '/api/v1/evidence', { body, key })
  up.declared(made.evidence.id)
  return made.upload ? sendBy(up, made.evidence.id, made.upload) : made.evidence
}

async function sendBy(up: Uploading, id: string, means: NonNullable<Means>): Promise<Evidence> {
  if (means.mode === 'parts') return sendParts(up, id, means as components['schemas']['UploadParts'])
  let form = means as Form
  for (let tried = 1; ; tried += 1) {
    goOn(up)
    const answer = await postForm(sending(up, form.url, up.progress), form.fields, form.file_field ?? 'file', up.name)
    goOn(up)
    if (answer.status >= 200 && answer.status < 300) break
    // the last byte may have arrived and only the answer was lost
    if (answer.status === 0 && tried > 1 && (await isThere(id))) break
    if (answer.status !== 403 || tried >= FORMS) throw storageProblem(answer)
    form = (await call('post', '/api/v1/evidence/{evidence_id}/form', { path: { evidence_id: id } })) as Form
  }
  up.progress(up.size)
  return complete(id)
}

async function sendParts(up: Uploading, id: string, plan: components['schemas']['UploadParts']): Promise<Evidence> {
  let refusals = 0
  for (;;) {
    goOn(up)
    const have = await call('get', '/api/v1/evidence/{evidence_id}/parts', { path: { evidence_id: id } })
    up.progress(have.received_bytes)
    if (have.is_whole) return complete(id)
    let received = have.received_bytes
    const wanted = [...have.missing, ...have.wrong_size].sort((a, b) => a - b).slice(0, PARTS_AT_ONCE)
    const links = await call('post', '/api/v1/evidence/{evidence_id}/parts', { path: { evidence_id: id }, body: { numbers: wanted } })
    if (links.is_whole) return complete(id)
    if (links.started_anew) received = 0
    for (const part of links.parts) {
      const answer = await putPart(sending(up, part.url, (n) => up.progress(received + n)), (part.number - 1) * plan.part_bytes, part.size_bytes)
      goOn(up)
      if (answer.status >= 200 && answer.status < 300) {
        received += part.size_bytes
        up.progress(received)
      } else {
        // an expired link, or an upload that storage forgot: ask anew what is missing, and where to
        refusals += 1
        if ((answer.status !== 403 && answer.status !== 404) || refusals > FORMS) throw storageProblem(answer)
        break
      }
    }
  }
}

async function complete(id: string): Promise<Evidence> {
  return call('post', '/api/v1/evidence/{evidence_id}/complete', { path: { evidence_id: id } })
}

async function isThere(id: string): Promise<boolean> {
  try {
    await complete(id)
    return true
  } catch (problem) {
    if (problem instanceof Problem && problem.code === 'not_uploaded_yet') return false
    throw problem
  }
}

/** Waits until the file was checked, for forms that need it at once. @throws Problem where it was refused */
export async function whenChecked(item: Evidence, patienceS = 40): Promise<Evidence> {
  let now = item
  for (let waited = 0; now.status === 'arrived' && waited < patienceS; waited += 1) {
    await pause(1000)
    now = await call('get', '/api/v1/evidence/{evidence_id}', { path: { evidence_id: item.id } })
  }
  if (now.status === 'rejected') throw new Problem(422, { code: now.rejection ?? 'rejected', title: rejectionText(now) })
  return now
}

export function rejectionText(item: Evidence): string {
  return label('rejection_reason', item.rejection ?? 'missing')
}

function sending(up: Uploading, url: string, progress: (bytes: number) => void): Sending {
  return { url, source: up.source, size: up.size, progress, stopper: up.stopper }
}

function goOn(up: Uploading): void {
  if (up.stopped()) throw new Stopped()
}

/** What storage answered, as a problem in plain words; those that pass look like a server that is away. */
export function storageProblem(answer: StorageAnswer): Problem {
  const { status, code = '' } = answer
  if (status === 0) return new Problem(0, { code: 'offline' })
  if (status === 413 || code === 'EntityTooLarge' || code === 'EntityTooSmall') return new Problem(413, { code: 'storage_size', title: t('storage_size') })
  if (/Digest|Checksum|Sha256|Mismatch|IncompleteBody/i.test(code) || status === 422) return new Problem(422, { code: 'storage_changed', title: t('storage_changed') })
  if (status === 507 || code === 'QuotaExceeded') return new Problem(503, { code: 'storage_full', title: t('storage_full') }, 600)
  if (status === 403) return new Problem(403, { code: 'storage_expired', title: t('storage_expired') })
  if (status === 408 || status === 429 || status >= 500 || code === 'RequestTimeout') return new Problem(503, { code: 'storage_away', title: t('storage_away') })
  return new Problem(status, { code: 'storage_refused', title: t('storage_refused', { code: code || status }) })
}
