/** Who is here, also without a network. */
import { beforeEach, describe, expect, it, vi } from 'vitest'

const ME = { person_id: 'p1', name: '王大山', roles: [{ id: 'g1', role: 'applicant' }] }
let online = true

async function fresh() {
  vi.resetModules()
  const session = await import('@/stores/session')
  const me = await import('@/stores/me')
  return { ...session, ...me }
}
beforeEach(() => {
  online = true
  vi.useFakeTimers()
  vi.mocked(uni.request).mockImplementation(((o: { success(r: object): void; fail(r: object): void }) => {
    if (online) o.success({ statusCode: 200, data: ME, header: {} })
    else o.fail({ errMsg: 'request:fail' })
  }) as never)
})
async function ask(work: () => Promise<unknown>): Promise<unknown> {
  const asked = work().catch((e: unknown) => e)
  await vi.advanceTimersByTimeAsync(20_000)
  return asked
}

describe('the person', () => {
  it('is known without a network as last seen, and asked for again when it is back', async () => {
    const first = await fresh()
    first.begin({ access_token: 'a', refresh_token: 'r', person_id: 'p1' } as never)
    await ask(first.ensureMe)
    online = false
    const again = await fresh()
    await ask(again.ensureMe)
    expect(again.active.value?.role).toBe('applicant')
    online = true
    vi.mocked(uni.request).mockClear()
    await ask(again.ensureMe)
    expect(uni.request).toHaveBeenCalledTimes(1)
  })

  it('is forgotten with the log-in', async () => {
    const s = await fresh()
    s.begin({ access_token: 'a', refresh_token: 'r', person_id: 'p1' } as never)
    await ask(s.ensureMe)
    s.end('chosen')
    expect(uni.getStorageSync('seen-person')).toBe('')
    s.begin({ access_token: 'a', refresh_token: 'r', person_id: 'p1' } as never)
    online = false
    expect(await ask(s.ensureMe)).toMatchObject({ status: 0 })
  })
})
