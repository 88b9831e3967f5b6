import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { answersOf, isAnswered, useAnswers } from '@/case/supplement/answers'
import { factsOf } from '@/components/case-facts/facts'
import { Problem } from '@/api/problem'
import { begin, end } from '@/stores/session'
import { handIn } from '@/use/handing'
import { useSubmit } from '@/use/submit'
import { waitingEntries } from '@/stores/outbox'
import { deadline, known, progress, sorted, STEPS, useCase, type Case, type Clock } from '@/use/cases'

const clock = (over: Partial<Clock>): Clock => ({ id: over.due_on ?? '', due_on: '2026-12-01', stopped_at: null, paused_since: null, ...over }) as Clock
const view = { id: 'a1', status: 'accepted', clocks: [], allowed_actions: [] } as unknown as Case
const answer = (statusCode: number, data: unknown) =>
  vi.mocked(uni.request).mockImplementationOnce(((o: UniApp.RequestOptions) => o.success?.({ statusCode, data, header: {}, cookies: [] } as never)) as never)
const noNetwork = () => vi.mocked(uni.request).mockImplementation(((o: UniApp.RequestOptions) => o.fail?.({ errMsg: 'request:fail' } as never)) as never)

describe('a case', () => {
  it('names the running period that ends first, and those that stand still last', () => {
    const { running, over } = sorted([clock({ due_on: '2026-11-25', paused_since: '2026-11-20' }), clock({ due_on: '2026-12-07' }), clock({ due_on: '2026-11-30' }), clock({ due_on: '2026-11-01', stopped_at: 'x' })])
    expect(running.map((c) => c.due_on)).toEqual(['2026-11-30', '2026-12-07', '2026-11-25'])
    expect(over.map((c) => c.due_on)).toEqual(['2026-11-01'])
  })
  it('tells whose turn it is until when, not when somebody else has to be done', () => {
    const send = clock({ due_on: '2026-11-25', holder_role: 'officer' })
    const object = clock({ due_on: '2026-12-07', holder_role: 'applicant' })
    expect(deadline({ holder: null, clocks: [send, object] })?.due_on).toBe('2026-12-07')
    expect(deadline({ holder: { role: 'officer' } as never, clocks: [send, object] })?.due_on).toBe('2026-11-25')
    expect(deadline({ holder: null, clocks: [] })).toBeUndefined()
  })
  it('offers what the API allows and nothing that staff do', () => {
    expect(known(['withdraw', 'recuse', 'assign', 'grant'])).toEqual(['withdraw', 'recuse'])
    expect(known(['supplement', 'explain'])).toEqual(['supplement'])
    expect(known([])).toEqual([])
  })
  it('stands at a step, or ended there', () => {
    expect(STEPS[progress('in_handling').at]).toBe('work')
    expect(progress('refused')).toEqual({ at: 1, ended: true })
    expect(progress('refusal_objected').ended).toBe(false)
    expect(progress('archived').at).toBe(STEPS.length)
  })
  it('shows the copy of the last time where nothing answers, and leaves none for the next person', async () => {
    begin({ access_token: 'a', refresh_token: 'r', person_id: 'p1' } as never)
    answer(200, view)
    const first = useCase(() => 'a1')
    await first.load()
    expect(first.data?.seenAt).toBeUndefined()
    vi.useFakeTimers()
    noNetwork()
    const second = useCase(() => 'a1')
    const loading = second.load()
    await vi.runAllTimersAsync()
    await loading
    expect(second.data?.view.id).toBe('a1')
    expect(second.data?.seenAt).toBeDefined()
    end('chosen')
    const third = useCase(() => 'a1')
    const failing = third.load()
    await vi.runAllTimersAsync()
    await failing
    vi.useRealTimers()
    expect(third.data).toBeUndefined()
  })
})

describe('a deficiency notice', () => {
  const notice = { id: 'n1', items: [{ id: 'i1', evidence_ids: [], explanation: null }, { id: 'i2', evidence_ids: ['e1'], explanation: null }] } as never
  it('takes words or files as an answer, blanks as none', () => {
    expect(isAnswered({ evidence_ids: [], explanation: '  ' })).toBe(false)
    expect(isAnswered({ evidence_ids: ['e'], explanation: '' })).toBe(true)
  })
  it('keeps what was typed over what the centre has, until it was handed in', async () => {
    vi.useFakeTimers()
    const first = useAnswers()
    first.begin(notice)
    expect([first.isDone('i1'), first.isDone('i2')]).toEqual([false, true])
    first.form.i1.explanation = 'lost it'
    await nextTick()
    vi.runAllTimers()
    const second = useAnswers()
    second.begin(notice)
    expect(second.form.i1.explanation).toBe('lost it')
    expect(answersOf((notice as { items: never[] }).items, second.form).answers).toEqual([
      { item_id: 'i1', evidence_ids: [], explanation: 'lost it' },
      { item_id: 'i2', evidence_ids: ['e1'], explanation: null },
    ])
    second.forget()
    const third = useAnswers()
    third.begin(notice)
    expect(third.isDone('i1')).toBe(false)
    vi.useRealTimers()
    await flushPromises()
  })
})

it('reads an application out without lines that have nothing in them', () => {
  const parts = factsOf({ ...view, claim: { employer_name: 'E', period_from: '2026-03', period_to: '2026-06', amount_fen: 2800000, description: null } } as unknown as Case)
  expect(parts.map((p) => p.section)).toEqual(['claim'])
  expect(parts[0].lines).toHaveLength(3)
})

it('leaves to the outbox what found no network, under the key it was sent with, and nothing that was refused', async () => {
  begin({ access_token: 'a', refresh_token: 'r', person_id: 'p2' } as never)
  const entry = { title: 'T', path: '/api/v1/x', body: { a: 1 } }
  const keys: string[] = []
  const offline = async (key: string): Promise<never> => {
    keys.push(key)
    throw new Problem(0, { code: 'offline' })
  }
  expect(await handIn(useSubmit(), entry, offline)).toBe('waiting')
  expect(waitingEntries.value.map((e) => [e.id, e.body])).toEqual([[keys[0], { a: 1 }]])
  expect(await handIn(useSubmit(), entry, () => Promise.reject(new Problem(422, { code: 'invalid', title: 'no' })))).toBeUndefined()
  expect(waitingEntries.value).toHaveLength(1)
  expect(await handIn(useSubmit(), entry, () => Promise.resolve({}))).toBe('sent')
  end('chosen')
})
