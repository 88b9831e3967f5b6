/** Registering a phone on a weak network: trying again is the same registration. */
import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { deviceId, register } from '@/care/device'
import { begin } from '@/stores/session'

let signatures = 0
vi.mock('@/platform/signing', () => ({
  canSign: () => true,
  findKey: () => undefined,
  renameKey: () => Promise.resolve(),
  makeKey: () => Promise.resolve({ algorithm: 'ES256', publicKey: 'k', sign: () => Promise.resolve(`signature-${++signatures}`) }),
}))
vi.mock('@/platform/phone', () => ({ phoneModel: () => 'X', phonePlatform: () => 'android' }))

it('sends the same bytes again after an answer that was lost', async () => {
  const bodies: unknown[] = []
  let answers = false
  vi.useFakeTimers()
  vi.mocked(uni.request).mockImplementation(((o: { data: unknown; success(r: object): void; fail(r: object): void }) => {
    bodies.push(o.data)
    if (answers) o.success({ statusCode: 201, data: { id: 'd1' }, header: {} })
    else o.fail({ errMsg: 'request:fail timeout' })
  }) as never)
  begin({ access_token: 'a', refresh_token: 'r', person_id: 'p' } as never)
  const lost = register('123456', 'key-of-it').catch((e: unknown) => e)
  await vi.advanceTimersByTimeAsync(20_000)
  expect(await lost).toMatchObject({ code: 'timeout' })
  answers = true
  await register('123456', 'key-of-it')
  await flushPromises()
  expect(new Set(bodies.map((b) => JSON.stringify(b))).size).toBe(1)
  expect(deviceId()).toBe('d1')
  vi.useRealTimers()
})
