/** Who is here, also without a network. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { folded } from '@/mine/access/folding'
import { deviceText } from '@/mine/sessions/devices'
import { roleName } from '@/use/roles'

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

describe('where somebody is logged in', () => {
  it('is told in words they know, never as a browser writes it', () => {
    expect(deviceText('Mozilla/5.0 (Linux; Android 14; HBN-AL80) AppleWebKit/537.36 MicroMessenger/8.0.50')).toBe('安卓手机，微信')
    expect(deviceText('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1')).toBe('苹果手机，浏览器')
    expect(deviceText('Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0')).toBe('Windows 电脑，浏览器')
    expect(deviceText('python-httpx/0.28.1')).toBe('别的设备')
    expect(deviceText(null)).toBe('别的设备')
  })
})

describe('who looked at one\'s data', () => {
  const entry = (at: string, by: string) =>
    ({ id: at, at, by, action: 'view_application', action_title: '查看申请', purpose: '办理法律援助申请', object_type: 'application', roles: ['lawyer'] }) as never

  it('tells the same once, with how often and since when', () => {
    const folds = folded([entry('2026-11-22T09', '李*'), entry('2026-11-22T08', '李*'), entry('2026-11-22T07', '王*'), entry('2026-11-22T06', '李*')])
    expect(folds.map((f) => [f.last.by, f.count, f.since])).toEqual([
      ['李*', 2, '2026-11-22T08'],
      ['王*', 1, '2026-11-22T07'],
      ['李*', 1, '2026-11-22T06'],
    ])
  })
})

describe('what a role is called on a screen others see', () => {
  it('says nothing of supervision', () => {
    expect(roleName('subject')).toBe('要签到的人')
  })
})
