/** Where the phone is, asked only when the person presses the button, and forgotten afterwards. */
import type { Sent } from '@/api/client'
import { now } from '@/stores/client'

type Attempt = Sent<'/api/v1/correction/check-ins', 'post'>
export type Fix = NonNullable<Attempt['fixes']>[number]
export type NoFix = 'no_permission' | 'location_off' | 'no_signal' | 'other'

export interface Located {
  fixes: Fix[]
  /** Why there is no fix. */
  failure?: NoFix
}
interface How {
  /** At most this many fixes. */
  most: number
  /** Enough: no better one is waited for. */
  goodM: number
  timeoutMs: number
  /** Told of each fix as it comes. */
  onFix?(fix: Fix): void
}

const USUAL: How = { most: 5, goodM: 35, timeoutMs: 15_000 }
const ENOUGH = 3
/** So long a better fix is waited for after a good one. */
const MORE_MS = 2_500

const AHEAD_MS = 5_000

/**
 * When a fix was made, in our time. Phones stamp it by their own clock or by the satellites', which is right even where
 * the phone's clock is wrong: of the two readings the younger one that is not ahead of us.
 */
export function ours(phoneMs: number): string {
  const at = now().getTime()
  const readings = [phoneMs + at - Date.now(), phoneMs].filter((ms) => ms <= at + AHEAD_MS)
  return new Date(readings.length > 0 ? Math.max(...readings) : at).toISOString()
}

/**
 * Several fixes, the best the phone gives within a few seconds. Asks for permission where it was not given yet.
 * Never fails: no fix is told by `failure`.
 */
export function locate(wanted: Partial<How> = {}): Promise<Located> {
  const how = { ...USUAL, ...wanted }
  // #ifdef H5
  return byBrowser(how)
  // #endif
  // #ifndef H5
  return byWeChat(how)
  // #endif
}

// #ifdef H5
function byBrowser(how: How): Promise<Located> {
  const geolocation = globalThis.navigator?.geolocation
  if (!geolocation) return Promise.resolve({ fixes: [], failure: 'other' })
  return new Promise((done) => {
    const fixes: Fix[] = []
    let isOver = false
    const finish = (failure?: NoFix): void => {
      isOver = true
      clearTimeout(timer)
      geolocation.clearWatch(watch)
      done(fixes.length > 0 ? { fixes } : { fixes, failure: failure ?? 'no_signal' })
    }
    const timer = setTimeout(() => finish(), how.timeoutMs)
    const watch = geolocation.watchPosition(
      (p) => {
        if (isOver) return
        const fix: Fix = {
          latitude_deg: p.coords.latitude,
          longitude_deg: p.coords.longitude,
          datum: 'wgs84',
          accuracy_m: Math.min(p.coords.accuracy || 0, 10_000_000),
          provider: 'unknown',
          fixed_at: ours(p.timestamp),
        }
        fixes.push(fix)
        how.onFix?.(fix)
        const good = fixes.length >= ENOUGH && fixes.some((f) => f.accuracy_m <= how.goodM)
        if (good || fixes.length >= how.most) finish()
        else if (fixes.length === 1 && fix.accuracy_m <= how.goodM) setTimeout(() => finish(), MORE_MS)
      },
      (e) => {
        if (e.code === 1) finish('no_permission')
        else if (e.code === 2 && fixes.length === 0) finish('no_signal')
      },
      { enableHighAccuracy: true, maximumAge: 0, timeout: how.timeoutMs },
    )
  })
}
// #endif

// #ifndef H5
async function byWeChat(how: How): Promise<Located> {
  const fixes: Fix[] = []
  const until = Date.now() + how.timeoutMs
  let failure: NoFix | undefined
  while (fixes.length < ENOUGH && Date.now() < until) {
    const one = await once()
    if (typeof one === 'string') {
      failure = one
      break
    }
    // asked again too soon, WeChat repeats the last answer: that says nothing new
    const known = fixes.some((f) => f.latitude_deg === one.latitude_deg && f.longitude_deg === one.longitude_deg)
    if (known) break
    fixes.push(one)
    how.onFix?.(one)
    await new Promise((wait) => setTimeout(wait, 1_200))
  }
  return fixes.length > 0 ? { fixes } : { fixes, failure: failure ?? 'no_signal' }
}

function once(): Promise<Fix | NoFix> {
  return new Promise((done) =>
    uni.getLocation({
      type: 'wgs84',
      isHighAccuracy: true,
      highAccuracyExpireTime: 5_000,
      success: (r) =>
        done({
          latitude_deg: r.latitude,
          longitude_deg: r.longitude,
          datum: 'wgs84',
          accuracy_m: r.accuracy ?? 0,
          provider: 'unknown',
          fixed_at: ours(Date.now()),
        }),
      fail: (e: { errMsg?: string }) => done(whyNot(e.errMsg ?? '')),
    }),
  )
}
// #endif

/** What WeChat's message about a failed fix means. */
export function whyNot(message: string): NoFix {
  if (/auth|deny|denied|permission|privacy/i.test(message) && !/system permission/i.test(message)) return 'no_permission'
  if (/system permission|location switch|ERROR_NOCELL&WIFI_LOCATIONSWITCHOFF|not enable/i.test(message)) return 'location_off'
  return 'no_signal'
}

/** Opens the page of WeChat where the permission is given again. @returns whether it was given */
export function askInSettings(): Promise<boolean> {
  return new Promise((done) => {
    // #ifdef MP-WEIXIN
    uni.openSetting({ success: (r) => done(!!(r.authSetting as Record<string, boolean>)['scope.userLocation']), fail: () => done(false) })
    // #endif
    // #ifndef MP-WEIXIN
    done(false)
    // #endif
  })
}
