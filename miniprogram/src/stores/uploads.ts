/**
 * Files on their way to storage: they wait on the phone with their bytes, survive closing the app, go on where they
 * stopped, and belong to who chose them.
 */
import { computed, reactive, readonly, watch } from 'vue'
import { call } from '@/api/client'
import { uuid4 } from '@/api/keys'
import { Problem } from '@/api/problem'
import { t } from '@/locales/files'
import { alone } from '@/platform/alone'
import { loadFile, removeFile, storeFile } from '@/platform/file-store'
import type { LocalFile } from '@/platform/files'
import { hashOf } from '@/platform/hashing'
import { refusalOf } from '@/platform/limits'
import { Stopped, uploadFile, type Evidence, type EvidenceKind } from '@/platform/upload'
import { sentence } from '@/use/words'
import { forget, keep, keptNames, readKept } from './kept'
import { network, onBack } from './network'
import { session, whenLoggedOut } from './session'

export interface Upload {
  id: string
  /** Whose it is: another log-in on the same phone neither sees nor sends it. */
  personId: string
  matterId: string
  kind: EvidenceKind
  /** The field of a form that it is for, so that the form finds it again. */
  field: string
  name: string
  type: string
  size: number
  capturedAt?: string
  sha256?: string
  evidenceId?: string
  state: 'waiting' | 'sending' | 'paused' | 'refused' | 'done'
  sent: number
  hashed: number
  /** Whether the bytes survive closing the app. */
  kept: boolean
  madeAt: number
  problem?: { code: string; text: string }
}
export interface Target {
  matterId: string
  kind: EvidenceKind
}
export { uploadNow } from '@/platform/upload-now'
type Arrived = (upload: Upload, item: Evidence) => void

const PREFIX = 'upload:'
/** Trying again cannot help: another file must be chosen. */
export const FINAL = 'final'
const AT_ONCE = 2
const LONGEST_REST_MS = 60_000
const DONE_KEPT_MS = 3 * 86_400_000

const state = reactive<{ entries: Upload[]; busy: boolean; resting: string }>({ entries: [], busy: false, resting: '' })
const stops = new Map<string, () => void>()
const taken = new Set<string>()
const listeners: Arrived[] = []
let started = false
let failures = 0
let timer: ReturnType<typeof setTimeout> | undefined

keptNames(PREFIX).forEach(reread)
started = true

const mine = computed(() => state.entries.filter((e) => e.personId === session.personId).sort((a, b) => a.madeAt - b.madeAt))
export const uploads = readonly(state)
/** This person's, on this phone. */
export const myUploads = computed(() => mine.value.filter((e) => e.state !== 'done'))
export const unfinished = computed(() => mine.value.filter((e) => e.state === 'waiting' || e.state === 'sending'))

export function uploadsOf(field: string): Upload[] {
  return mine.value.filter((e) => e.field === field)
}

/** `work` is told of every file that arrived. @returns stop telling it */
export function whenUploaded(work: Arrived): () => void {
  listeners.push(work)
  return () => void listeners.splice(listeners.indexOf(work), 1)
}

/** Keeps the files and begins to send them. */
export async function addUploads(files: readonly LocalFile[], target: Target, field: string): Promise<Upload[]> {
  const made: Upload[] = []
  for (const file of files) {
    const id = uuid4()
    const refusal = refusalOf(file)
    const kept = refusal !== undefined || (await storeFile(id, file.source))
    const upload: Upload = {
      ...target,
      id,
      field,
      personId: session.personId,
      name: file.name,
      type: file.type,
      size: file.size,
      capturedAt: file.capturedAt,
      state: refusal === undefined ? 'waiting' : 'refused',
      problem: refusal === undefined ? undefined : { code: FINAL, text: refusal },
      sent: 0,
      hashed: 0,
      kept,
      madeAt: Date.now() + made.length,
    }
    state.entries.push(upload)
    save(upload)
    made.push(upload)
    void resumeUploads()
  }
  return made
}

export function pauseUpload(id: string): void {
  change(id, { state: 'paused' })
  stops.get(id)?.()
}

/** Go on with one that was paused, or try one again that was refused. */
export function resumeUpload(id: string): void {
  change(id, { state: 'waiting', problem: undefined })
  failures = 0
  void resumeUploads()
}

/** Give it up; what was announced of it is taken back. */
export async function dropUpload(id: string): Promise<void> {
  const upload = state.entries.find((e) => e.id === id)
  state.entries = state.entries.filter((e) => e.id !== id)
  forget(PREFIX + id)
  stops.get(id)?.()
  await removeFile(id)
  if (upload?.evidenceId && upload.state !== 'done') await takeBack(upload.evidenceId)
}

async function takeBack(evidenceId: string): Promise<void> {
  const path = { evidence_id: evidenceId }
  await call('post', '/api/v1/evidence/{evidence_id}/withdraw', { path, body: { reason: t('given_up') } }).catch(() => undefined)
}

/** Evidence ids of what arrived for a field, once: the form has them from then on. */
export function takeDone(field: string): string[] {
  const done = uploadsOf(field).filter((e) => e.state === 'done' && e.evidenceId)
  done.forEach((e) => forget(PREFIX + e.id))
  state.entries = state.entries.filter((e) => !done.includes(e))
  return done.map((e) => e.evidenceId as string)
}

/** Send what waits. Safe to call at any time. */
export async function resumeUploads(): Promise<void> {
  clearTimeout(timer)
  if (!session.access || unfinished.value.length === 0) return
  if (state.busy) return
  state.busy = true
  state.resting = ''
  let rest = 0
  try {
    await alone('uploads', async () => {
      keptNames(PREFIX).forEach(reread)
      const pauses = await Promise.all(Array.from({ length: AT_ONCE }, work))
      rest = Math.max(...pauses)
    })
  } finally {
    state.busy = false
  }
  if (rest > 0) timer = setTimeout(() => void resumeUploads(), rest)
  else if (session.access && next()) void resumeUploads()
}

function next(): Upload | undefined {
  return unfinished.value.find((e) => !taken.has(e.id))
}

/** One worker: @returns milliseconds to rest before trying again; 0 where nothing is left for it */
async function work(): Promise<number> {
  for (let upload = next(); upload; upload = next()) {
    taken.add(upload.id)
    try {
      await one(upload)
      failures = 0
    } catch (problem) {
      const rest = refusedOr(upload.id, problem)
      if (rest > 0) return rest
    } finally {
      taken.delete(upload.id)
      stops.delete(upload.id)
    }
  }
  return 0
}

async function one({ id }: Upload): Promise<void> {
  const at = () => state.entries.find((e) => e.id === id)
  const stopped = () => at()?.state !== 'sending'
  change(id, { state: 'sending', problem: undefined })
  const upload = at() as Upload
  const source = await loadFile(id)
  if (source === undefined) throw new Problem(410, { code: FINAL, title: t('file_gone') })
  const sha256 = upload.sha256 ?? (await read(upload, source, stopped))
  change(id, { sha256 })
  const item = await uploadFile({
    ...upload,
    source,
    sha256,
    key: id,
    declared: (evidenceId) => (at() ? change(id, { evidenceId }) : void takeBack(evidenceId)),
    progress: (sent) => change(id, { sent }, false),
    stopper: (stop) => void stops.set(id, stop),
    stopped,
  })
  change(id, { state: 'done', evidenceId: item.id, sent: upload.size })
  await removeFile(id)
  const done = at()
  if (done) listeners.forEach((tell) => tell(done, item))
}

async function read(upload: Upload, source: Parameters<typeof hashOf>[0], stopped: () => boolean): Promise<string> {
  try {
    return await hashOf(source, upload.size, (hashed) => change(upload.id, { hashed }, false), stopped)
  } catch (e) {
    if (stopped()) throw new Stopped()
    if (e instanceof Problem) throw e
    throw new Problem(410, { code: FINAL, title: t('file_gone') })
  }
}

/** @returns how long all should rest, where the reason passes by itself */
function refusedOr(id: string, problem: unknown): number {
  if (problem instanceof Stopped || !state.entries.some((e) => e.id === id)) return 0
  const passing = !(problem instanceof Problem) || problem.passing || problem.status >= 500
  if (passing || problem.status === 401) {
    change(id, { state: 'waiting' })
    state.resting = sentence(problem)
    failures += 1
    const wished = problem instanceof Problem ? (problem.retryAfterS ?? 0) * 1000 : 0
    return Math.max(wished, Math.min(2000 * 2 ** Math.min(failures, 6), LONGEST_REST_MS))
  }
  change(id, { state: 'refused', problem: { code: problem.code, text: sentence(problem) } })
  return 0
}

function change(id: string, to: Partial<Upload>, durable = true): void {
  const upload = state.entries.find((e) => e.id === id)
  if (!upload) return
  Object.assign(upload, to)
  if (durable) save(upload)
}

function save(upload: Upload): void {
  keep(PREFIX + upload.id, upload)
}

/** What is kept, taken over: at the start, and when another tab changed it. */
function reread(name: string): void {
  const id = name.slice(PREFIX.length)
  if (taken.has(id)) return
  const kept = readKept<Upload>(name)
  // bytes that could not be kept are in the tab that chose them, and in no other
  if (kept?.kept === false && kept.state !== 'refused' && started && !state.entries.some((e) => e.id === id)) return
  state.entries = state.entries.filter((e) => e.id !== id)
  if (!kept) return
  if (kept.state === 'done' && Date.now() - kept.madeAt > DONE_KEPT_MS) return forget(name)
  state.entries.push(kept)
}

onBack(() => {
  failures = 0
  void resumeUploads()
})
/** Whatever was on its way waits for its owner: the next person's log-in does not send it. */
whenLoggedOut(() => {
  for (const id of [...taken]) {
    change(id, { state: 'waiting' })
    stops.get(id)?.()
  }
})
watch(
  () => session.access,
  (access) => access && network.online && void resumeUploads(),
)
// #ifdef H5
globalThis.addEventListener?.('storage', (e) => {
  if (!e.key?.startsWith(PREFIX)) return
  const id = e.key.slice(PREFIX.length)
  if (!taken.has(id)) return reread(e.key)
  const kept = readKept<Upload>(e.key)
  if (!kept) void dropUpload(id)
  else if (kept.state === 'paused') pauseUpload(id)
})
// #endif
