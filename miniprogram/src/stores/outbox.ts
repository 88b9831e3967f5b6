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
type Done = (entry: Waiting, answer: unknown) => void

const NAME = 'outbox'
const state = reactive<{ entries: Waiting[]; sending: boolean }>({ entries: readKept<Waiting[]>(NAME) ?? [], sending: false })
const listeners: Done[] = []

const mine = computed(() => state.entries.filter((e) => e.personId === session.personId))
export const outbox = readonly(state)
export const waitingCount = computed(() => mine.value.filter((e) => e.state === 'waiting').length)
export const refused = computed(() => mine.value.filter((e) => e.state === 'refused'))
export const waitingEntries = computed(() => mine.value.filter((e) => e.state === 'waiting'))

/** `work` is told of each entry that arrived, with the server's answer. */
export function whenSent(work: Done): void {
  listeners.push(work)
}

/** @throws Error when the phone has no room to keep it */
export function post(entry: Pick<Waiting, 'title' | 'path' | 'body'>, id = uuid4()): Waiting {
  const made: Waiting = { ...entry, id, personId: session.personId, madeAt: new Date().toISOString(), state: 'waiting' }
  state.entries.push(made)
  if (!keep(NAME, state.entries)) {
    state.entries.pop()
    throw new Error('storage is full')
  }
  void resume()
  return made
}

export function drop(id: string): void {
  state.entries = state.entries.filter((e) => e.id !== id)
  keep(NAME, state.entries)
}

/** Send what waits, oldest first; stops at the first that gets no answer. */
export async function resume(): Promise<void> {
  if (state.sending || !session.access || waitingCount.value === 0) return
  state.sending = true
  try {
    await alone('outbox', async () => {
      for (const entry of waitingEntries.value.slice()) if (!(await sent(entry))) return
    })
  } finally {
    state.sending = false
  }
}

/** Whether to go on with the next one. */
async function sent(entry: Waiting): Promise<boolean> {
  const still = (readKept<Waiting[]>(NAME) ?? state.entries).some((e) => e.id === entry.id)
  if (!still) {
    drop(entry.id)
    return true
  }
  try {
    const answer = await request<unknown>('POST', API_BASE + entry.path, entry.body, { key: entry.id })
    drop(entry.id)
    listeners.forEach((work) => work(entry, answer.data))
    return true
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem
    if (problem.passing || problem.status === 401) return false
    const at = state.entries.findIndex((e) => e.id === entry.id)
    state.entries[at] = { ...entry, state: 'refused', problem: { code: problem.code, title: problem.message } }
    keep(NAME, state.entries)
    return true
  }
}

onBack(() => void resume())
