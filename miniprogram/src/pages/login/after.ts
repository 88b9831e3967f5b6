/** What follows a log-in: whoever is new says who they are first, and everybody comes to where they wanted to go. */
import type { components } from '@/api/schema'
import { begin } from '@/stores/session'
import { loadMe, type Me } from '@/stores/me'
import { resume } from '@/stores/outbox'
import { replace, restart, returnTo, withQuery } from '@/use/going'

const MAIN = ['/pages/home/home', '/pages/messages/messages', '/pages/me/me']

/** Whether this person should introduce themselves: residents do, who works here is known by the account. */
export function isNew(me: Me): boolean {
  if (me.staff_account || !me.roles.some((grant) => grant.role === 'applicant' || grant.role === 'subject')) return false
  return !me.real_name || me.consents_missing.length > 0
}

/** Where to go after the log-in, as the page was told; undefined where that is no page to come to. */
export function thenOf(query: Record<string, string | undefined> | undefined): string | undefined {
  let then = query?.then
  try {
    then = then && decodeURIComponent(then)
  } catch {
    // a percent sign of its own: it was decoded already
  }
  return then && /^\/[a-z]/.test(then) && !then.startsWith('/pages/login/login') ? then : undefined
}

/** Goes on to a page inside the product; home where there is none. */
export function onward(then: string | undefined): void {
  if (!then || MAIN.includes(then)) restart(then ?? '/pages/home/home')
  else returnTo(then)
}

/** @throws Problem */
export async function arrive(tokens: components['schemas']['Tokens'], then: string | undefined): Promise<void> {
  const stranger = begin(tokens)
  const me = await loadMe()
  void resume()
  if (stranger && !isNew(me)) return onward(undefined)
  if (stranger) restart('/pages/login/identity')
  else if (isNew(me)) replace(withQuery('/pages/login/identity', { then }))
  else onward(then)
}
