import { describe, expect, it, vi } from 'vitest'
import { linesOf } from '@/pages/apply/sections/all'
import { applicant } from '@/pages/apply/sections/applicant'
import { monthOptions } from '@/pages/apply/sections/claim'
import { forum, NONE, stagesOf } from '@/pages/apply/sections/forum'
import { hardship } from '@/pages/apply/sections/hardship'
import { matter } from '@/pages/apply/sections/matter'
import { representation } from '@/pages/apply/sections/representation'
import { CALM, urgency } from '@/pages/apply/sections/urgency'
import type { Application } from '@/pages/apply/steps'

const application = (change: object = {}) => ({ id: 'a1', category: 'labour_remuneration', ...change }) as unknown as Application

/** What a part sends. */
async function bodyOf<F extends object>(section: { put(id: string, match: string, form: F): Promise<unknown> }, form: F): Promise<Record<string, unknown>> {
  let body = {}
  vi.mocked(uni.request).mockImplementation(((o: { data: object; success(r: object): void }) => {
    body = o.data
    o.success({ statusCode: 200, data: {}, header: {} })
  }) as never)
  await section.put('a1', '"1"', form)
  return body
}

describe('parts of an application', () => {
  it('offers months from now back, and one chosen long ago', () => {
    const months = monthOptions(['2019-02'], '2026-01-15').map((o) => o.value)
    expect(months.slice(0, 2)).toEqual(['2026-01', '2025-12'])
    expect(months.at(-1)).toBe('2019-02')
  })

  it('asks about work away from home only where it decides something', async () => {
    const family = application({ category: 'marriage_family' })
    expect(applicant.check(applicant.read(family), family)).toEqual({})
    expect(applicant.check(applicant.read(application()), application())).toHaveProperty('is_migrant_worker')
    expect((await bodyOf(applicant, { ...applicant.read(family), statuses: ['migrant_worker'] })).is_migrant_worker).toBeNull()
  })

  it('keeps a number that is stored unless another is typed', async () => {
    const stored = application({ matter: { other_sides: [{ kind: 'person', name: '李某', number_masked: '3301****' }], facts: '打人', request: '赔钱', amount_fen: null, event_on: null } })
    const form = matter.read(stored)
    expect(form.other_sides[0]?.masked).toBe('3301****')
    expect((await bodyOf(matter, form)).other_sides).toEqual([{ kind: 'person', name: '李某', number: null }])
  })

  it('names what is wrong with each party by the name the API has for it', () => {
    expect(matter.check(matter.read(application()), application())).toHaveProperty('other_sides.0.name')
  })

  it('sends nothing about a recipient where somebody applies for themselves', async () => {
    const body = await bodyOf(representation, { ...representation.read(application()), capacity: 'self', recipient_name: '别人', relation: '子女' })
    expect([body.recipient_name, body.relation, body.recipient_document_kind]).toEqual([null, null, null])
  })

  it('refuses an own income above the household’s', () => {
    const form = { ...hardship.read(application()), household_size: '3', household_income_fen: 100, own_income_fen: 200, verification: 'pledge' }
    expect(Object.keys(hardship.check(form, application()))).toEqual(['own_income_fen'])
  })

  it('offers only stages that a body has, and can say that no body handles it', async () => {
    expect(stagesOf('arbitration')).toContain('arbitration')
    expect(stagesOf('police')).toEqual(['not_filed', 'filed'])
    expect(await bodyOf(forum, { ...forum.read(application()), kind: NONE })).toMatchObject({ kind: null, area_code: null })
  })

  it('takes urgency back', async () => {
    expect(await bodyOf(urgency, { ground: CALM, limitation_on: '2026-01-01', explanation: '急' })).toEqual({ ground: null, limitation_on: null, explanation: null })
  })

  it('says in words what was filled in and nothing of what was not', () => {
    expect(linesOf(application({ claim: null }), 'claim')).toEqual([])
    const said = linesOf(application({ place: { area_code: '330112', area_name: '临安区', address: null } }), 'place')
    expect(said.map((l) => l.value)).toEqual(['临安区'])
  })
})
