/** Who is logged in on this phone, and the tokens that say so. */
import { reactive } from 'vue'
import type { components } from '@/api/schema'
import { Problem } from '@/api/problem'
import { send } from '@/api/transport'
import { alone } from '@/platform/alone'
import { forget, keep, readKept } from './kept'

type Tokens = components['schemas']['Tokens']
interface Kept {
  access: string
  refresh: string
  personId: string
}

const NAME = 'session'
const BASE = import.meta.env.VITE_API_BASE ?? ''

export const session = reactive({ access: '', refresh: '', personId: '', ...readKept<Kept>(NAME) })
/** Logged out by the person, or because the log-in ran out: then what they were writing is kept for them. */
type Ending = 'chosen' | 'expired'
const onEnd: ((how: Ending, personId: string) => void)[] = []

/** `work` runs when the log-in of a person ended: forget what belonged to them. */
export function whenLoggedOut(work: (how: Ending, personId: string) => void): void {
  onEnd.push(work)
}

/** Whose pages lie open in this tab, though their log-in may have run out. */
let latest = session.personId
/** The phone has no room: these tokens last as long as the app is open. */
let unkept = false

/** @returns whether somebody else was here before: none of their pages may stay open */
export function begin(tokens: Tokens): boolean {
  const stranger = latest !== '' && latest !== tokens.person_id
  if (session.personId && stranger) ended('expired')
  latest = tokens.person_id
  take({ access: tokens.access_token, refresh: tokens.refresh_token, personId: tokens.person_id })
  unkept = !keep(NAME, { access: session.access, refresh: session.refresh, personId: session.personId })
  if (unkept) forget(NAME)
  return stranger
}

export function end(how: Ending): void {
  // Other tabs hear of it: what ran out stays open there, what was chosen closes.
  if (how === 'chosen') forget(NAME)
  else keep(NAME, { access: '', refresh: '', personId: '' })
  ended(how)
}

function ended(how: Ending): void {
  const who = session.personId
  if (how === 'chosen') latest = ''
  take({ access: '', refresh: '', personId: '' })
  onEnd.forEach((work) => work(how, who))
}

function known(): Kept | undefined {
  return unkept ? { ...session } : (readKept<Kept>(NAME) ?? undefined)
}

let renewing: Promise<void> | undefined

/**
 * Exchanges the refresh token, once for all who wait. A refresh token is used up by its use, so two tabs take turns,
 * and the second takes over what the first was given.
 * @param expired the access token that was refused
 * @param personId whose it was: nothing of theirs is ever sent by who came after them
 * @throws Problem 401 when the log-in has ended
 */
export async function renew(expired: string, personId: string): Promise<void> {
  const over = new Problem(401, { code: 'unauthenticated' })
  if (session.personId !== personId) throw over
  renewing ??= alone('session', () => exchange(expired)).finally(() => (renewing = undefined))
  await renewing
  if (session.personId !== personId) throw over
}

async function exchange(expired: string): Promise<void> {
  const kept = known()
  if (kept?.personId !== session.personId) {
    ended('expired')
    throw new Problem(401, { code: 'unauthenticated' })
  }
  if (kept.access !== expired) return take(kept)
  /** Logged out meanwhile, or somebody else came: then the answer is nobody's. */
  const passed = (): boolean => known()?.refresh !== kept.refresh
  try {
    const answer = await send<Tokens>({
      method: 'POST',
      url: `${BASE}/api/v1/auth/refresh`,
      body: { refresh_token: kept.refresh },
      repeatable: true, // at once after a lost answer it gives the same tokens
    })
    if (!passed()) begin(answer.data)
  } catch (problem) {
    if (passed()) throw problem
    if (problem instanceof Problem && (problem.status === 401 || problem.status === 422)) {
      end('expired')
      throw new Problem(401, { ...problem.body, code: problem.code })
    }
    throw problem
  }
}

function take(kept: Kept): void {
  Object.assign(session, kept)
}

// #ifdef H5
/** What another tab did: its new tokens are taken over; nothing stays in sight of who logged out there. */
globalThis.addEventListener?.('storage', (e) => {
  if ((e.key !== NAME && e.key !== null) || unkept) return
  const kept = readKept<Kept>(NAME)
  if (kept?.personId === '') {
    if (session.personId) ended('expired')
  } else if (kept && (kept.personId === latest || !latest)) {
    latest = kept.personId
    take(kept)
  } else if (session.personId) globalThis.location.reload()
})
// #endif
