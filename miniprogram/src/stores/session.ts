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
const onEnd: ((how: Ending) => void)[] = []

/** `work` runs when the log-in ended: forget what belonged to the person. */
export function whenLoggedOut(work: (how: Ending) => void): void {
  onEnd.push(work)
}

export function begin(tokens: Tokens): void {
  take({ access: tokens.access_token, refresh: tokens.refresh_token, personId: tokens.person_id })
  keep(NAME, { access: session.access, refresh: session.refresh, personId: session.personId })
}

export function end(how: Ending): void {
  take({ access: '', refresh: '', personId: '' })
  forget(NAME)
  onEnd.forEach((work) => work(how))
}

let renewing: Promise<void> | undefined

/**
 * Exchanges the refresh token, once for all who wait. A refresh token is used up by its use, so two tabs take turns,
 * and the second takes over what the first was given.
 * @param expired the access token that was refused
 * @throws Problem 401 when the log-in has ended
 */
export function renew(expired: string): Promise<void> {
  renewing ??= alone('session', () => exchange(expired)).finally(() => (renewing = undefined))
  return renewing
}

async function exchange(expired: string): Promise<void> {
  const kept = readKept<Kept>(NAME)
  if (kept && kept.access !== expired) return take(kept)
  if (!kept) {
    end('expired')
    throw new Problem(401, { code: 'unauthenticated' })
  }
  try {
    const answer = await send<Tokens>({
      method: 'POST',
      url: `${BASE}/api/v1/auth/refresh`,
      body: { refresh_token: kept.refresh },
      repeatable: false,
    })
    begin(answer.data)
  } catch (problem) {
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
