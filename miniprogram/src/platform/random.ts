/** Random bytes from the platform. WeChat gives them later only, so a pool is filled when the app starts. */

// #ifdef MP-WEIXIN
interface WithRandom {
  getRandomValues(o: { length: number; success(r: { randomValues: ArrayBuffer }): void; fail?(): void }): void
}
const POOL = 4096
let pool = new Uint8Array(0)
let used = 0

function fill(): Promise<void> {
  return new Promise((done, failed) => {
    ;(wx as unknown as WithRandom).getRandomValues({
      length: POOL,
      success: (r) => {
        pool = new Uint8Array(r.randomValues)
        used = 0
        done()
      },
      fail: () => failed(new Error('no random values')),
    })
  })
}
// #endif

/** Call once at the start, before the first key is needed. */
export async function prepareRandom(): Promise<void> {
  // #ifdef MP-WEIXIN
  await fill()
  // #endif
}

/**
 * @param n how many bytes, at most 1024
 * @throws Error when the platform gives none: nothing is made up instead
 */
export function randomBytes(n: number): Uint8Array {
  // #ifdef MP-WEIXIN
  if (used + n > pool.length) throw new Error('random pool is empty')
  const taken = pool.slice(used, used + n)
  used += n
  if (pool.length - used < 1024) void fill()
  return taken
  // #endif
  // #ifndef MP-WEIXIN
  return globalThis.crypto.getRandomValues(new Uint8Array(n))
  // #endif
}
