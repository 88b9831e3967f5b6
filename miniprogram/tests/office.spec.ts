import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { ENTRIES, fits } from '@/office/person/doors'
import { given, instantOf, missing, shown, type Ask } from '@/office/parts/ask'
import OAsk from '@/office/parts/o-ask.vue'
import OPurpose from '@/office/parts/o-purpose.vue'
import { clock, hoursOf, minutes, windowsOf } from '@/office/schedule/hours'
import { suggested, sum } from '@/office/tier/scale'
import { askFor } from '@/office/alarm/asks'
import type { components } from '@/api/client'

const ask: Ask = {
  title: 'title',
  draft: 'test',
  button: 'go',
  fields: [
    { name: 'kind', kind: 'choice', label: 'kind', required: true, options: [{ value: 'absence', label: 'a' }, { value: 'other', label: 'o' }] },
    { name: 'from', kind: 'date', label: 'from', required: true, when: (a) => a.kind === 'absence' },
    { name: 'missing', kind: 'list', label: 'missing' },
    { name: 'told', kind: 'switch', label: 'told' },
    { name: 'note', kind: 'lines', label: 'note' },
  ],
  send: vi.fn(async () => ({ id: '1' })),
}

describe('a short form', () => {
  it('asks what depends on an answer only after it', () => {
    expect(shown(ask, {}).map((f) => f.name)).not.toContain('from')
    expect(missing(ask, { kind: 'absence' }, (label) => label)).toEqual({ from: 'from' })
    expect(missing(ask, { kind: ' ' }, (label) => label)).toEqual({ kind: 'kind' })
  })
  it('sends nothing of a question that was taken back', () => {
    expect(given(ask, { kind: 'other', from: '2026-01-01', missing: ' a \n\n b', note: '  ' })).toEqual({ kind: 'other', missing: ['a', 'b'], told: false, note: null })
  })
  it('means times of Shanghai', () => {
    expect(instantOf('2026-03-01', '08:30')).toBe('2026-03-01T00:30:00.000Z')
  })
  it('keeps what was typed until it was sent, and forgets it then', async () => {
    const form = mount(OAsk, { props: { ask } })
    await form.find('[data-testid="ask-note"] textarea').setValue('half a sentence')
    form.unmount()
    const again = mount(OAsk, { props: { ask } })
    expect((again.find('[data-testid="ask-note"] textarea').element as HTMLTextAreaElement).value).toBe('half a sentence')
    await again.find('[data-testid="ask-send"]').trigger('click')
    expect(ask.send).not.toHaveBeenCalled()
    await again.findAll('[data-testid="ask-kind"] input')[1].trigger('change')
    await again.find('[data-testid="ask-send"]').trigger('click')
    await flushPromises()
    expect(ask.send).toHaveBeenCalledTimes(1)
    expect(again.emitted('done')).toEqual([[{ id: '1' }]])
    again.unmount()
    const fresh = mount(OAsk, { props: { ask } })
    expect((fresh.find('[data-testid="ask-note"] textarea').element as HTMLTextAreaElement).value).toBe('')
  })
})

describe('a purpose', () => {
  it('is asked for before anything is shown', async () => {
    const page = mount(OPurpose, { props: { what: 'places' } })
    await page.find('[data-testid="purpose-go"]').trigger('click')
    expect(page.emitted('given')).toBeUndefined()
    await page.findAll('[data-testid="purpose-choice"] input')[3].trigger('change')
    await page.find('[data-testid="purpose-words"] input').setValue('because')
    await page.find('[data-testid="purpose-go"]').trigger('click')
    expect(page.emitted('given')).toEqual([['because']])
    expect(page.text()).toContain('because')
  })
})

describe('what is entered about a person', () => {
  const offered = (status: 'registered' | 'under_correction' | 'ended', reported_on: string | null = '2026-03-01') => ENTRIES.filter((e) => fits(e, { status, reported_on })).map((e) => e.key)
  it('is what the API takes of their term', () => {
    expect(offered('under_correction')).toEqual(expect.arrayContaining(['leave', 'report', 'join', 'visit']))
    expect(offered('under_correction')).not.toContain('report_in')
    expect(offered('registered', null)).toEqual(expect.arrayContaining(['report_in', 'report', 'visit']))
    expect(offered('registered')).not.toContain('leave')
    expect(offered('ended').filter((key) => ['report', 'leave', 'document', 'group'].includes(key))).toEqual([])
  })
})

describe('an alarm', () => {
  it('offers no breach among the ways to close it', () => {
    const form = askFor('close', { id: 'x', order_id: null } as components['schemas']['AlarmDetail'])
    expect(form?.fields[0].options?.map((o) => o.value)).not.toContain('breach')
  })
})

describe('an assessment', () => {
  const scale = {
    items: [
      { code: 'a', text: 'a', choices: [{ code: 'x', text: 'x', points: 20 }, { code: 'y', text: 'y', points: 0 }] },
      { code: 'b', text: 'b', choices: [{ code: 'x', text: 'x', points: 25 }] },
    ],
    yellow_from: 20,
    red_from: 45,
    effective_from: null,
    is_default: true,
  }
  it('adds up and suggests', () => {
    expect(sum(scale, { a: 'x', b: 'x' })).toBe(45)
    expect(suggested(scale, 45)).toBe('red')
    expect(suggested(scale, 44)).toBe('yellow')
    expect(suggested(scale, 19)).toBe('blue')
    expect(sum(scale, { a: 'gone' })).toBe(0)
  })
})

describe('hours', () => {
  it('are read as people write them', () => {
    expect(minutes('8:30')).toBe(510)
    expect(minutes('24:00')).toBe(1440)
    expect(minutes('24:01')).toBeUndefined()
    expect(minutes('noon')).toBeUndefined()
    expect(clock(510)).toBe('08:30')
    expect(hoursOf('12:00–15:00')).toEqual({ begin: 720, end: 900 })
    expect(windowsOf(['12:00-15:00', 'x'])).toEqual([{ begin: 720, end: 900 }, { begin: 0, end: 0 }])
  })
})
