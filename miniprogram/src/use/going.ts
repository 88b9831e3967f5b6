/** Going from page to page. */
import { loggedIn } from '@/stores/me'

export function go(url: string): void {
  uni.navigateTo({ url })
}

/** Take the place of this page, so that going back does not lead to it again. */
export function replace(url: string): void {
  uni.redirectTo({ url })
}

/** To a page one came from: as it was left where it still lies beneath this one, anew otherwise; home where there is no such page. */
export function returnTo(url: string): void {
  const beneath = getCurrentPages().slice(-2, -1)[0]
  if (beneath && addressOf(beneath) === url) uni.navigateBack()
  else uni.redirectTo({ url, fail: () => restart('/pages/home/home') })
}

/** The address of an open page, with its query. */
function addressOf(page: ReturnType<typeof getCurrentPages>[number]): string | undefined {
  const { route, options } = page as unknown as { route?: string; options?: Record<string, string> }
  return route ? withQuery(`/${route}`, options ?? {}) : undefined
}

/** Back to where one came from; home where this page was opened first. */
export function back(): void {
  if (getCurrentPages().length > 1) uni.navigateBack()
  else restart('/pages/home/home')
}

/** Back to where one came from; to a page where this one was opened first, for instance because it was loaded again. */
export function backOr(url: string): void {
  if (getCurrentPages().length > 1) uni.navigateBack()
  else replace(url)
}

export function restart(url: string): void {
  uni.reLaunch({ url })
}

/** `/path?a=1` of a path and what it needs. */
export function withQuery(path: string, query: Record<string, string | number | undefined | null>): string {
  const pairs = Object.entries(query).filter(([, v]) => v !== undefined && v !== null && v !== '')
  return pairs.length === 0 ? path : `${path}?${pairs.map(([k, v]) => `${k}=${encodeURIComponent(String(v))}`).join('&')}`
}

/** Sends whoever is not logged in to the log-in page, and back here after it. @returns whether they are logged in */
export function mustLogIn(here: string): boolean {
  if (loggedIn.value) return true
  replace(withQuery('/pages/login/login', { then: here }))
  return false
}

/**
 * Opens the log-in page, which leads back to the page that is shown now.
 * @param how whether this page stays beneath (a form) or gives way
 */
export function logInAndComeBack(how: 'stay' | 'leave'): void {
  const here = getCurrentPages().slice(-1)[0]
  const url = withQuery('/pages/login/login', { then: here && addressOf(here) })
  if (how === 'stay') go(url)
  else replace(url)
}
