/**
 * What was handed in without a network and waits to be sent: it survives closing the app, is sent with the same
 * idempotency key until there is an answer, and what was refused stays until somebody looked at it.
 */
import { computed, reactive, readonly } from 'vue'
import { API_BASE, request } from '@/api/client'
import { uuid4 } from '@/api/keys'
import { Problem } from '@/api/problem'
import { alone } from '@/platform/alone'
import { keep, readKept } from './kept'
import { onBack } from './network'
import { session } from './session'

export interface Waiting {
  id: string
  /** Who handed it in: another log-in on the same phone neither sees nor sends it. */
  personId: string
  /** What it is, in the person's words. */
  title: string
  path: string
  body: object
  madeAt: string
  state: 'waiting' | 'refused'
  problem?: { code: string; title: string }
}
/** The phone has no room to keep it. */
export class NoRoom extends Error {}
type Done = (entry: Waiting, answer: unknown) => void

const NAME = 'outbox'
const AGAIN_MS = 30_000
const state = reactive<{ entries: Waiting[]; sending: boolean }>({ entries: latest(), sending: false })
const listeners: Done[] = []
const refusals: ((entry: Waiting, problem: Problem) => void)[] = []

const mine = computed(() => state.entries.filter((e) => e.personId === session.personId))
export const outbox = readonly(state)
export const waitingCount = computed(() => mine.value.filter((e) => e.state === 'waiting').length)
export const refused = computed(() => mine.value.filter((e) => e.state === 'refused'))
export const waitingEntries = computed(() => mine.value.filter((e) => e.state === 'waiting'))

/** `work` is told of each entry that arrived, with the server's answer. */
export function whenSent(work: Done): void {
  listeners.push(work)
}

/** `work` is told of each entry that the server refused. */
export function whenRefused(work: (entry: Waiting, problem: Problem) => void): void {
  refusals.push(work)
}

/** @throws NoRoom */
export function post(entry: Pick<Waiting, 'title' | 'path' | 'body'>, id = uuid4()): Waiting {
  const made: Waiting = { ...entry, id, personId: session.personId, madeAt: new Date().toISOString(), state: 'waiting' }
  const entries = [...latest(), made]
  if (!keep(NAME, entries)) throw new NoRoom()
  state.entries = entries
  void resume()
  return made
}

export function drop(id: string): void {
  state.entries = latest().filter((e) => e.id !== id)
  keep(NAME, state.entries)
}

/** What is kept, with what another tab put there meanwhile. */
function latest(): Waiting[] {
  const kept = readKept<Waiting[]>(NAME)
  return Array.isArray(kept) ? kept : []
}

let running: Promise<void> | undefined
let later: ReturnType<typeof setTimeout> | undefined

/**
 * Send what waits, oldest first, until nothing is left or one gets no answer; then it is tried again in a while, as
 * long as the app is open.
 * @returns when this round is over
 */
export function resume(): Promise<void> {
  clearTimeout(later)
  running ??= round().finally(() => {
    running = undefined
    state.sending = false
    if (session.access && waitingCount.value > 0) later = setTimeout(() => void resume(), AGAIN_MS)
  })
  return running
}

async function round(): Promise<void> {
  if (!session.access || waitingCount.value === 0) return
  state.sending = true
  const tried = new Set<string>()
  const next = (): Waiting | undefined => waitingEntries.value.find((e) => !tried.has(e.id))
  await alone('outbox', async () => {
    for (let entry = next(); entry; entry = next()) {
      tried.add(entry.id)
      if (!(await sent(entry))) return
    }
  })
}

/** Whether to go on with the next one. */
async function sent(entry: Waiting): Promise<boolean> {
  state.entries = latest()
  if (!state.entries.some((e) => e.id === entry.id && e.state === 'waiting')) return true
  try {
    const answer = await request<unknown>('POST', API_BASE + entry.path, entry.body, { key: entry.id })
    drop(entry.id)
    listeners.forEach((work) => work(entry, answer.data))
    return true
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem
    if (problem.passing || problem.status === 401) return false
    if (problem.status >= 500) return true // the server's own fault is no refusal: it waits, and holds up nothing else
    const told: Waiting = { ...entry, state: 'refused', problem: { code: problem.code, title: problem.message } }
    state.entries = latest().map((e) => (e.id === entry.id ? told : e))
    keep(NAME, state.entries)
    refusals.forEach((work) => work(entry, problem))
    return true
  }
}

onBack(() => void resume())
// #ifdef H5
globalThis.addEventListener?.('storage', (e) => {
  if (e.key === NAME) state.entries = latest()
})
// #endif
