import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { getApplication } from '@/pages/apply/loading'
import { unsavedSections, useSection } from '@/pages/apply/saving'
import { claim } from '@/pages/apply/sections/claim'
import type { Application } from '@/pages/apply/steps'

type Sent = { url: string; method: string; data: { employer_name: string }; header: Record<string, string> }
const CLAIM = { employer_name: '甲公司', employer_credit_code: null, period_from: '2026-03', period_to: '2026-06', amount_fen: 2800000, description: null }
const application = (change: object = {}) => ({ id: 'a1', category: 'labour_remuneration', status: 'draft', version: 1, claim: null, missing: [], ...change }) as unknown as Application
let sent: Sent[] = []

/** The API answers PUT with each of `answers` in turn, GET with `now`. */
function api(now: Application, ...answers: (number | 'offline')[]): void {
  vi.mocked(uni.request).mockImplementation(((o: Sent & { success(r: object): void; fail(r: object): void }) => {
    sent.push({ url: o.url, method: o.method, data: o.data, header: o.header })
    if (o.method === 'GET') return o.success({ statusCode: 200, data: now, header: {} })
    const answer = answers.shift() ?? 200
    if (answer === 'offline') return o.fail({ errMsg: 'request:fail' })
    o.success({ statusCode: answer, data: answer === 200 ? { ...now, version: 9, claim: o.data } : { code: 'precondition_failed', title: '改过' }, header: {} })
  }) as never)
}
const puts = () => sent.filter((r) => r.method === 'PUT')

describe('a part of an application', () => {
  beforeEach(() => {
    sent = []
    vi.useRealTimers()
  })

  it('says what is missing and sends nothing', async () => {
    const editing = useSection(application(), claim)
    expect(await editing.save()).toBeUndefined()
    expect(Object.keys(editing.submit.errors)).toEqual(['employer_name', 'period_from', 'period_to', 'amount_fen'])
    expect(sent).toEqual([])
  })

  it('takes a complaint back as soon as the field is mended', async () => {
    const editing = useSection(application(), claim)
    await editing.save()
    editing.form.employer_name = '甲公司'
    await flushPromises()
    expect(editing.submit.errors).not.toHaveProperty('employer_name')
    expect(editing.submit.errors).toHaveProperty('amount_fen')
  })

  it('is kept at once and found again, and forgotten when it was saved', async () => {
    vi.useFakeTimers()
    const first = useSection(application(), claim)
    Object.assign(first.form, { ...claim.read(application()), employer_name: '写了一半' })
    await vi.advanceTimersByTimeAsync(400)
    const second = useSection(application(), claim)
    expect(second.form.employer_name).toBe('写了一半')
    vi.useRealTimers()
    api(application())
    Object.assign(second.form, { period_from: '2026-03', period_to: '2026-06', amount_fen: 100 })
    expect((await second.save())?.version).toBe(9)
    expect(useSection(application(), claim).form.employer_name).toBe('')
  })

  it('tries again by itself where another part was changed meanwhile', async () => {
    const before = application({ claim: CLAIM })
    api(application({ claim: CLAIM, version: 4 }), 412)
    const editing = useSection(before, claim)
    editing.form.employer_name = '乙公司'
    expect(await editing.save()).toBeDefined()
    expect(puts().map((r) => r.header['If-Match'])).toEqual(['"1"', '"4"'])
  })

  it('shows both versions where the same part was changed, and overwrites only when told to', async () => {
    const now = application({ claim: { ...CLAIM, employer_name: '别处写的' }, version: 4 })
    api(now, 412)
    const editing = useSection(application({ claim: CLAIM }), claim)
    editing.form.employer_name = '这里写的'
    expect(await editing.save()).toBeUndefined()
    expect(editing.changes.map((c) => [c.mine, c.theirs])).toEqual([['这里写的', '别处写的']])
    expect(puts()).toHaveLength(1)
    expect(await editing.keepMine()).toBeDefined()
    expect(puts()[1]?.data.employer_name).toBe('这里写的')
  })

  it('can take what was written elsewhere', async () => {
    api(application({ claim: { ...CLAIM, employer_name: '别处写的' }, version: 4 }), 412)
    const editing = useSection(application({ claim: CLAIM }), claim)
    editing.form.employer_name = '这里写的'
    await editing.save()
    editing.takeTheirs()
    expect([editing.form.employer_name, editing.changes.length]).toEqual(['别处写的', 0])
  })

  it('keeps what was typed where nothing is decided, and asks again', async () => {
    api(application({ claim: { ...CLAIM, employer_name: '别处写的' }, version: 4 }), 412)
    const editing = useSection(application({ claim: CLAIM }), claim)
    editing.form.employer_name = '这里写的'
    await editing.save()
    editing.decideLater()
    expect([editing.form.employer_name, editing.changes.length]).toEqual(['这里写的', 0])
    expect(await editing.save()).toBeUndefined()
    expect(editing.changes).toHaveLength(1)
  })

  it('is known as unsaved from the first change until it was saved', async () => {
    vi.useFakeTimers()
    const editing = useSection(application({ claim: CLAIM }), claim)
    expect(unsavedSections('a1')).toEqual([])
    editing.form.amount_fen = 3000000
    await vi.advanceTimersByTimeAsync(400)
    expect(unsavedSections('a1')).toEqual(['claim'])
    vi.useRealTimers()
    api(application({ claim: CLAIM }))
    await editing.save()
    expect(unsavedSections('a1')).toEqual([])
  })

  it('notices on opening that the part was changed after the draft on this phone was begun', async () => {
    vi.useFakeTimers()
    const first = useSection(application({ claim: CLAIM }), claim)
    first.form.employer_name = '手机上的'
    await vi.advanceTimersByTimeAsync(400)
    const later = useSection(application({ claim: { ...CLAIM, employer_name: '窗口改的' }, version: 5 }), claim)
    expect(later.changes.map((c) => c.theirs)).toEqual(['窗口改的'])
  })

  it('says that it is only on the phone where there is no network', async () => {
    vi.useFakeTimers()
    api(application(), 'offline', 'offline', 'offline')
    const editing = useSection(application(), claim)
    Object.assign(editing.form, { employer_name: '甲公司', period_from: '2026-03', period_to: '2026-06', amount_fen: 100 })
    const saving = editing.save()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await saving).toBeUndefined()
    expect(editing.unsent).toBe(true)
  })
})

describe('a draft without a network', () => {
  it('opens as it was last seen', async () => {
    api(application({ claim: CLAIM, version: 7 }))
    expect((await getApplication('a1')).version).toBe(7)
    vi.useFakeTimers()
    vi.mocked(uni.request).mockImplementation(((o: { fail(r: object): void }) => o.fail({ errMsg: 'request:fail' })) as never)
    const again = getApplication('a1')
    await vi.advanceTimersByTimeAsync(20_000)
    expect((await again).version).toBe(7)
  })
})
