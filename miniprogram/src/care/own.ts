/** The person's own registration and what there is to do; the last that is known serves while there is no network. */
import { reactive, readonly } from 'vue'
import { call, type Answered } from '@/api/client'
import { Problem } from '@/api/problem'
import { setClock } from '@/stores/client'
import { forget, keep, keptNames, readKept } from '@/stores/kept'
import { session, whenLoggedOut } from '@/stores/session'

export type Own = Answered<'/api/v1/correction/me', 'get'>
export type Office = Answered<'/api/v1/agencies/{agency_id}', 'get'>
export type Duty = Answered<'/api/v1/correction/me/duties', 'get'>['items'][number]
export type Challenge = Answered<'/api/v1/correction/me/challenge', 'get'>
interface Known {
  order: Own
  office?: Office
  duties: Duty[]
  /** When it was asked for, by this phone's clock. */
  at: number
}

const PREFIX = 'care:'
const nameOf = (): string => `${PREFIX}${session.personId}`
const state = reactive<{ known: Known | undefined; of: string; busy: boolean; problem: unknown }>({ known: undefined, of: '', busy: false, problem: undefined })
export const own = readonly(state)

/** What is known already, without asking. */
export function recall(): void {
  if (state.of === session.personId) return
  Object.assign(state, { known: readKept<Known>(nameOf()), of: session.personId, problem: undefined })
}

/** Asks for it again; without a network what is known stays. */
export async function refresh(): Promise<void> {
  recall()
  state.busy = true
  try {
    const [order, duties] = await Promise.all([
      call('get', '/api/v1/correction/me', {}),
      call('get', '/api/v1/correction/me/duties', { query: { limit: 10 } }),
    ])
    const office = await call('get', '/api/v1/agencies/{agency_id}', { path: { agency_id: order.agency_id }, anonymous: true }).catch(() => state.known?.office)
    state.known = { order, office, duties: duties.items, at: Date.now() }
    state.problem = undefined
    keep(nameOf(), state.known)
  } catch (problem) {
    state.problem = problem
  } finally {
    state.busy = false
  }
}

/**
 * The window that is open now with its one-time number, and our time.
 * @returns none: nothing is due now; offline: nobody answered
 * @throws Problem for anything else
 */
export async function challenge(): Promise<Challenge | 'none' | 'offline'> {
  try {
    const found = await call('get', '/api/v1/correction/me/challenge', {})
    setClock(found.now)
    return found
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem
    if (problem.code === 'no_window') return 'none'
    if (problem.passing) return 'offline'
    throw problem
  }
}

whenLoggedOut((how) => {
  if (how === 'chosen') keptNames(PREFIX).forEach(forget)
  Object.assign(state, { known: undefined, of: '', problem: undefined })
})
