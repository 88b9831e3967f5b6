/** The person logged in: name, roles, and as which of them they are here now. */
import { computed, reactive, readonly, watch } from 'vue'
import type { components } from '@/api/schema'
import { call } from '@/api/client'
import { Problem } from '@/api/problem'
import { forget, keep, readKept } from './kept'
import { session, whenLoggedOut } from './session'

export type Me = components['schemas']['Me']
export type RoleCode = components['schemas']['Role']
type Grant = Me['roles'][number]

const NAME = 'active-grant'
/** Who was last seen here, so that the app opens without a network; gone with the log-in. */
const SEEN = 'seen-person'
const state = reactive<{ me: Me | null; grantId: string }>({ me: null, grantId: readKept<string>(NAME) ?? '' })

export const person = readonly(state)

/** Who works on cases of others: their pages are the officer's desk. */
const STAFF: readonly RoleCode[] = ['officer', 'decider', 'approver', 'auditor', 'administrator']

export const grants = computed<readonly Grant[]>(() => (state.me?.roles ?? []) as readonly Grant[])
/** The role the person is here as: the one they chose, else the first. */
export const active = computed<Grant | undefined>(() => grants.value.find((g) => g.id === state.grantId) ?? grants.value[0])
export const isStaff = computed(() => active.value !== undefined && STAFF.includes(active.value.role))
export const loggedIn = computed(() => session.access !== '')

export function chooseGrant(id: string): void {
  state.grantId = id
  keep(NAME, id)
}

/** @throws Problem */
export async function loadMe(): Promise<Me> {
  const me = await call('get', '/api/v1/me', {})
  if (me.person_id !== session.personId) return me
  state.me = me
  stale = false
  keep(SEEN, me)
  return me
}

let asking: Promise<Me> | undefined
let stale = false

/** Without a network: as they were last seen here. @throws Problem */
async function seen(problem: unknown): Promise<Me> {
  const kept = problem instanceof Problem && problem.status === 0 ? readKept<Me>(SEEN) : undefined
  if (kept?.person_id !== session.personId) throw problem
  state.me = kept
  stale = true
  return kept
}

/**
 * The person, asked for once however many parts of a page need them.
 * @throws Problem
 */
export function ensureMe(): Promise<Me> {
  if (state.me && state.me.person_id === session.personId && !stale) return Promise.resolve(state.me)
  if (asking) return asking
  const mine = loadMe().catch(seen).finally(() => {
    if (asking === mine) asking = undefined
  })
  asking = mine
  return mine
}

/** Whose log-in ran out in the middle of a form goes on with it after logging in: the page keeps standing. */
whenLoggedOut((how) => {
  if (how === 'chosen') state.me = null
  forget(SEEN)
  asking = undefined
})
watch(
  () => session.personId,
  (id) => {
    if (id && state.me && state.me.person_id !== id) state.me = null
  },
  { flush: 'sync' },
)
