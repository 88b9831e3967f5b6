import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { blank, entryOf, KINDS, missing, specOf } from '@/lawyer/entry/kinds'
import OfferTimer from '@/lawyer/parts/offer-timer.vue'
import dictionary from '../../openapi/openapi.json'

describe('a log entry', () => {
  it('knows every kind a lawyer may write', () => {
    const kinds = (dictionary as { components: { schemas: { EntryKind: { enum: string[] } } } }).components.schemas.EntryKind.enum
    expect([...Object.keys(KINDS), 'handed_over'].sort()).toEqual([...kinds].sort())
    expect(specOf('handed_over')).toBeUndefined()
  })
  it('says what is not filled in, each field by name', () => {
    expect(Object.keys(missing(blank('', '2026-07-01T09:00')))).toEqual(['kind'])
    expect(Object.keys(missing(blank('first_meeting', '')))).toEqual(['happened_at', 'place', 'told'])
    expect(Object.keys(missing(blank('client_meeting', '2026-07-01T09:00')))).toEqual(['place', 'text', 'evidence_ids'])
    expect(missing({ ...blank('progress', '2026-07-01T09:00'), text: 'x' })).toEqual({})
  })
  it('is sent with the fields of its kind alone, at a moment of Shanghai', () => {
    const form = { ...blank('hearing', '2026-07-01T09:00'), session: 'trial', body: 'B', text: 'of another kind', evidence_ids: ['e1'] }
    expect(entryOf(form, '')).toEqual({
      happened_at: '2026-07-01T09:00:00+08:00',
      content: { kind: 'hearing', session: 'trial', body: 'B', room: null, note: null },
      evidence_ids: ['e1'],
      corrects_id: null,
    })
  })
})

it('counts down to the end of an offer, and says when it is over', async () => {
  vi.useFakeTimers({ now: new Date('2026-07-01T01:00:00Z') })
  const timer = mount(OfferTimer, { props: { until: '2026-07-01T03:30:00Z' }, global: { stubs: { 'y-tag': { template: '<i><slot /></i>' } } } })
  const first = timer.find('i').text()
  vi.setSystemTime(new Date('2026-07-01T03:31:00Z'))
  vi.advanceTimersByTime(20_000)
  await flushPromises()
  expect(first).toContain('2')
  expect(timer.find('i').text()).not.toEqual(first)
  timer.unmount()
  vi.useRealTimers()
})
