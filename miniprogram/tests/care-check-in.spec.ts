import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useCheckIn } from '@/care/checking'
import { attemptsRefused, attemptsWaiting, mendRefused } from '@/care/sending'
import { nameOf, pageOf, untilOf } from '@/care/todo'
import { endText, spanText } from '@/use/spans'
import { locate, ours } from '@/platform/location'
import { setClock } from '@/stores/client'
import { drop, NoRoom, outbox, resume } from '@/stores/outbox'
import { begin, end } from '@/stores/session'

type Spot = [metres: number, latitude?: number]
interface Asked {
  url: string
  method: string
  data: Record<string, unknown> & { made_at: string; attempt_id: string }
}
type Answer = { statusCode: number; data?: unknown } | undefined
const NOW = new Date('2026-11-22T14:00:00Z')
const DUTY = { duty_id: '019ad75e-c0a0-8000-8000-00000000000d', kind: 'scheduled', nonce: 'n', phrase: '', opens_at: '2026-11-22T13:00:00Z', closes_at: '2026-11-22T15:00:00Z' }
const INSIDE = { id: 'c', verdict: 'inside', duty_id: DUTY.duty_id, message: '签到成功', reasons: [], failures: [], is_signed: false }
const NONE: Answer = { statusCode: 404, data: { code: 'no_window', title: '现在没有需要签到的时段' } }

let sent: Asked[] = []
let api: (asked: Asked) => Answer

function place(spots: Spot[] | number): void {
  vi.stubGlobal('navigator', {
    ...globalThis.navigator,
    geolocation: {
      clearWatch: vi.fn(),
      watchPosition(good: (p: object) => void, bad: (e: object) => void) {
        if (typeof spots === 'number') setTimeout(() => bad({ code: spots }), 10)
        else spots.forEach(([accuracy, latitude = 30.19], i) => setTimeout(() => good({ coords: { latitude, longitude: 119.4, accuracy }, timestamp: Date.now() }), 500 * (i + 1)))
        return 1
      },
    },
  })
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  setClock(NOW.toISOString())
  sent = []
  Object.assign(uni, {
    getSystemInfoSync: () => ({ deviceModel: 'HONOR X50', osName: 'android', appVersion: '1.0.0' }),
    request: (o: Asked & { success(r: object): void; fail(e: object): void }) => {
      const asked = { url: o.url, method: o.method, data: o.data }
      const answer = api(asked)
      if (o.method === 'POST') sent.push(asked)
      setTimeout(() => (answer ? o.success({ header: {}, ...answer }) : o.fail({ errMsg: 'request:fail' })), 5)
    },
  })
  begin({ access_token: 'a', refresh_token: 'r', person_id: 'p' } as never)
})
afterEach(() => {
  outbox.entries.slice().forEach((e) => drop(e.id))
  end('chosen')
  vi.useRealTimers()
})

/** Lets the check-in run to its end. */
async function checkIn(check = useCheckIn()) {
  const running = check.begin()
  await vi.advanceTimersByTimeAsync(60_000)
  await running
  return check
}
const dueNow = (post: (asked: Asked) => Answer) => (asked: Asked): Answer =>
  asked.method === 'POST' ? post(asked) : { statusCode: 200, data: { ...DUTY, now: new Date().toISOString() } }

describe('locating', () => {
  async function found(spots: Spot[] | number) {
    place(spots)
    const running = locate()
    await vi.advanceTimersByTimeAsync(20_000)
    return running
  }
  it('takes several fixes and stops when they are good', async () => {
    expect((await found([[400], [20], [18], [17], [16]])).fixes.map((f) => f.accuracy_m)).toEqual([400, 20, 18])
  })
  it('waits for better ones where the first are poor, and gives those in the end', async () => {
    expect((await found([[900], [700]])).fixes).toHaveLength(2)
  })
  it.each([
    [1, 'no_permission'],
    [2, 'no_signal'],
    [3, 'no_signal'],
  ])('says why there is none (%s)', async (code, failure) => {
    expect(await found(code)).toEqual({ fixes: [], failure })
  })
  it('reads a stamp of the phone or of the satellites, whichever is not ahead', () => {
    vi.setSystemTime(new Date('2026-11-22T15:00:00Z')) // an hour ahead of us
    setClock('2026-11-22T14:00:00Z')
    expect(ours(new Date('2026-11-22T14:59:58Z').getTime())).toBe('2026-11-22T13:59:58.000Z')
    expect(ours(new Date('2026-11-22T13:59:59Z').getTime())).toBe('2026-11-22T13:59:59.000Z')
  })
})

describe('checking in', () => {
  it('says so where the phone has no room to keep it', async () => {
    place([[20], [18], [17]])
    api = dueNow(() => ({ statusCode: 201, data: INSIDE }))
    const full = vi.spyOn(uni, 'setStorageSync').mockImplementation(() => {
      throw new Error('full')
    })
    const check = await checkIn()
    full.mockRestore()
    expect(check.stage).toBe('failed')
    expect(check.problem).toBeInstanceOf(NoRoom)
  })
  it('answers the window that is open with what the phone found', async () => {
    place([[20], [18], [17]])
    api = dueNow(() => ({ statusCode: 201, data: INSIDE }))
    const check = await checkIn()
    expect(check.stage).toBe('done')
    expect(check.bestM).toBe(17)
    expect(sent[0].data).toMatchObject({ challenge: { duty_id: DUTY.duty_id, nonce: 'n' }, failures: [], device: { platform: 'android', model: 'HONOR X50' } })
    expect(sent[0].data.fixes).toHaveLength(3)
  })

  it('tells of an attempt that found no place while something is due', async () => {
    place(1)
    api = dueNow(() => ({ statusCode: 201, data: { ...INSIDE, verdict: 'indeterminate', failures: ['no_permission'] } }))
    const check = await checkIn()
    expect(sent[0].data).toMatchObject({ fixes: [], failures: ['no_permission'] })
    expect(check.denied).toBe(1)
    expect((await checkIn(check)).denied).toBe(2)
  })

  it('sends nothing where nothing is due and no place was found', async () => {
    place(2)
    api = () => NONE
    expect((await checkIn()).stage).toBe('failed')
    expect(sent).toEqual([])
  })

  it('keeps the same bytes without a network and sends them when it is back', async () => {
    place([[20], [18], [17]])
    api = () => undefined
    const check = await checkIn()
    expect(check.stage).toBe('kept')
    expect(attemptsWaiting.value).toHaveLength(1)
    const first = JSON.stringify(sent[0].data)
    expect(sent[0].data.challenge).toBeUndefined()
    api = () => ({ statusCode: 201, data: INSIDE })
    const sending = resume()
    await vi.advanceTimersByTimeAsync(1_000)
    await sending
    expect(JSON.stringify(sent.at(-1)!.data)).toBe(first)
    expect(check.stage).toBe('done')
    expect(attemptsWaiting.value).toEqual([])
  })

  it('puts a wrong clock right and says it once more under a new number', async () => {
    place([[20], [18], [17]])
    api = dueNow((asked) =>
      Math.abs(new Date(asked.data.made_at).getTime() - NOW.getTime() - 3_600_000) < 120_000
        ? { statusCode: 201, data: INSIDE }
        : { statusCode: 422, data: { code: 'clock_wrong', title: '手机的时间不准', server_time: new Date(Date.now() + 3_600_000).toISOString() } },
    )
    const check = await checkIn()
    expect(check.stage).toBe('done')
    expect(sent).toHaveLength(2)
    expect(sent[1].data.attempt_id).not.toBe(sent[0].data.attempt_id)
  })

  it('shows why it was refused, and keeps nothing of it', async () => {
    place([[20], [18], [17]])
    api = dueNow(() => ({ statusCode: 409, data: { code: 'challenge_used', title: '这个时段您已经签到过了，不用再签' } }))
    const check = await checkIn()
    expect(check.stage).toBe('refused')
    expect(outbox.entries).toEqual([])
  })

  it('mends what was kept by a phone that was ahead, once our time is known', async () => {
    place([[20], [18], [17]])
    api = () => undefined
    vi.setSystemTime(new Date(NOW.getTime() + 3_600_000))
    setClock(new Date().toISOString()) // nobody said that the phone is an hour ahead
    await checkIn()
    api = () => ({ statusCode: 422, data: { code: 'clock_wrong', title: '手机的时间不准' } })
    const refusing = resume()
    await vi.advanceTimersByTimeAsync(1_000)
    await refusing
    expect(attemptsRefused.value).toHaveLength(1)
    api = (asked) =>
      asked.url.endsWith('/client') ? { statusCode: 200, data: { now: new Date(Date.now() - 3_600_000).toISOString() } } : { statusCode: 201, data: INSIDE }
    const mending = mendRefused()
    await vi.advanceTimersByTimeAsync(5_000)
    await mending
    expect(outbox.entries).toEqual([])
    const [told, first] = [sent.at(-1)!.data, sent[0].data]
    const movedS = (new Date(first.made_at).getTime() - new Date(told.made_at).getTime()) / 1000
    expect(movedS).toBeCloseTo(3_600, 0)
  })
})

describe('what there is to do', () => {
  it('leads to the page where it is done', () => {
    const id = 'x'
    expect(pageOf({ kind: 'check_in', object_type: 'check_in_duty', object_id: id })).toBe('/care/check/check')
    expect(pageOf({ kind: 'explain', object_type: 'check_in_duty', object_id: id })).toBe('/care/duty/duty?id=x')
    expect(pageOf({ kind: 'explain', object_type: 'alarm', object_id: id })).toBe('/care/alarm/alarm?id=x')
    expect(pageOf({ kind: 'report', object_type: 'report_due', object_id: id })).toBe('/care/tell/tell?due=x')
    expect(pageOf({ kind: 'move', object_type: 'relocation', object_id: id })).toBe('/care/request/request?kind=move&id=x')
  })

  it('says until when, and midnight as the end of the day before', () => {
    expect(nameOf({ kind: 'explain', object_type: 'check_in_duty' })).toBe('说明没有签到的原因')
    expect(nameOf({ kind: 'explain', object_type: 'sanction' })).not.toBe(nameOf({ kind: 'explain', object_type: 'alarm' }))
    expect(untilOf({ due_at: null, due_on: '2026-12-22' })).toBe('最晚 2026年12月22日')
    expect(endText('2026-12-15T16:00:00Z')).toBe('2026年12月15日晚上 12 点')
    expect(spanText('2026-12-04T11:00:00Z', '2026-12-04T14:00:00Z')).toBe('12月4日 19:00 到 22:00')
  })
})
