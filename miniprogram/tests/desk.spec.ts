/** The desk's own thinking: the one notice, the order of asking, a file's return, what each action sends. */
import { describe, expect, it } from 'vitest'
import hans from '@/locales/deskact.zh-Hans.json'
import { planCounts } from '@/desk/counts'
import { daysOf, isService, lacking, returnBody } from '@/desk/closing'
import { ACTS, actionPath } from '@/desk/acts'
import { bodyOf as noticeBody, fitting, keyOf, missingItem, missingMaterials, toggle, type Item } from '@/desk/notice'
import { blank, bodyOf as orderBody, earlier, overrides, toggled } from '@/desk/order'
import { momentOf } from '@/desk/moments'
import { beyondCategory } from '@/use/cases'

const material = (change: object) =>
  ({ code: 'identity', title: '身份证件', necessity: 'required', is_form: false, kinds: ['id_card'], evidence_ids: [], why: '', source: '', tag: 'verified', ...change }) as unknown as Parameters<typeof missingItem>[0]
const file = (change: object) => ({ id: 'f1', kind: 'id_card', status: 'verified', ...change }) as unknown as Parameters<typeof fitting>[1][number]

describe('the one complete notice', () => {
  it('counts as missing what is required, no form, and nothing serves for', () => {
    const all = [material({}), material({ code: 'application_form', is_form: true }), material({ code: 'matter_link', necessity: 'helpful' }), material({ code: 'matter_claim', kinds: ['chat'] })]
    expect(missingMaterials(all, []).map((m) => m.code)).toEqual(['identity', 'matter_claim'])
    expect(missingMaterials(all, [file({ kind: 'chat' })]).map((m) => m.code)).toEqual(['identity'])
    expect(missingMaterials([material({ evidence_ids: ['f9'] })], [])).toEqual([])
    expect(fitting(material({}), [file({ status: 'rejected' })])).toEqual([])
  })
  it('asks for each thing once: marking it again takes it off', () => {
    const item = missingItem(material({}), '请补交')
    expect(keyOf(item)).toBe('missing_material:identity')
    const twice = toggle(toggle([], item), { ...item, text: 'other words' })
    expect(twice).toEqual([])
  })
  it('leaves the usual words and days to the API where nothing is written', () => {
    const items: Item[] = [{ code: 'other', material: null, section: null, evidence_id: null, text: '  ', about: '' }]
    expect(noticeBody({ items, due_on: '', override_reason: '' })).toEqual({ items: [{ code: 'other', material: null, section: null, evidence_id: null, text: null }], due_on: null, override_reason: null })
  })
})

describe('whom to ask', () => {
  const one = { id: 'a', name: '甲', firm: '' }
  const two = { id: 'b', name: '乙', firm: '' }
  const ranking = [
    { lawyer_id: 'a', firm: '甲所' },
    { lawyer_id: 'b', firm: '乙所' },
  ]
  it('keeps an order that can be changed', () => {
    const both = toggled(toggled([], one), two)
    expect(both.map((a) => a.id)).toEqual(['a', 'b'])
    expect(earlier(both, 'b').map((a) => a.id)).toEqual(['b', 'a'])
    expect(earlier(both, 'a')).toEqual(both)
    expect(toggled(both, one)).toEqual([two])
  })
  it('wants a reason only where the first of the shortlist is not asked first', () => {
    expect(overrides({ ...blank(), asked: [one, two] }, ranking)).toBe(false)
    expect(overrides({ ...blank(), asked: [two, one] }, ranking)).toBe(true)
    expect(overrides({ ...blank(), asked: [two, one], way: 'together' }, ranking)).toBe(false)
    expect(overrides({ ...blank(), way: 'firm', firm_id: 'x' }, ranking, '甲所')).toBe(false)
    expect(overrides({ ...blank(), way: 'firm', firm_id: 'y' }, ranking, '乙所')).toBe(true)
    expect(overrides({ ...blank(), way: 'firm' }, ranking)).toBe(false)
  })
  it('sends no reason that is not needed, and a firm without lawyers', () => {
    const followed = orderBody({ ...blank(), asked: [one, two], override_reason: 'other', override_note: 'left from before' }, ranking)
    expect(followed).toMatchObject({ lawyer_id: 'a', then_lawyer_ids: ['b'], override_reason: null, override_note: null, firm_id: null })
    expect(orderBody({ ...blank(), asked: [one], way: 'firm', firm_id: 'x' }, ranking)).toMatchObject({ lawyer_id: null, then_lawyer_ids: [], firm_id: 'x', together: false })
  })
})

describe('returning a closing file', () => {
  const form = { items: ['report'], other: '裁决书\n\n 裁决书 ', reasons: ' 请补齐 ', days: '' }
  it('names everything once', () => {
    expect(lacking(form, (code) => `[${code}]`)).toEqual(['[report]', '裁决书'])
    expect(returnBody(form, (code) => code)).toEqual({ items: ['report', '裁决书'], reasons: '请补齐', days: null })
  })
  it('takes one to thirty days', () => {
    expect([daysOf(''), daysOf('7'), daysOf('0'), daysOf('31'), daysOf('七')]).toEqual([null, 7, undefined, undefined, undefined])
  })
  it('offers kinds of work, not what is added to them', () => {
    expect(['labour_arbitration', 'cross_county', 'grade_good', 'extra_recipient', 'former_lawyer_share'].filter(isService)).toEqual(['labour_arbitration'])
  })
})

describe('what may be done', () => {
  it('has words for every field of every form, and says what follows', () => {
    const names = Object.values(ACTS).flatMap((act) => act.fields.map((field) => `f_${field.name}`))
    expect(names.filter((name) => !(name in hans))).toEqual([])
    const silent = Object.keys(ACTS).filter((code) => !(`after_${code}` in hans) || !(`law_${code}` in hans))
    expect(silent).toEqual([])
  })
  it('knows where each is done', () => {
    expect(actionPath('accept', '1')).toBe('/desk/act/act?id=1&action=accept')
    expect(actionPath('assign', '1')).toBe('/desk/assign/assign?id=1')
    expect(actionPath('withdraw', '1')).toBeUndefined()
  })
})

it('makes a moment of a day and a time, never of one of them', () => {
  expect([momentOf('', ''), momentOf('2026-11-22', '09:30'), momentOf('2026-11-22', '')]).toEqual([null, '2026-11-22T09:30:00+08:00', undefined])
})

describe('a plan for many cases', () => {
  it('counts what came to something, and leaves the rest out', () => {
    const plan = { matters: 3, planned: 0, unserved: 0, removed: 1, asked: 2, refused: 0 } as Parameters<typeof planCounts>[0]
    expect(planCounts(plan)).toBe('共 3 件：去掉 1 件，已派出 2 件')
    expect(planCounts({ ...plan, removed: 0, asked: 0 })).toBe('共 3 件')
  })
  it('says of a case what its category does not say already', () => {
    expect(beyondCategory('追索劳动报酬', '追索劳动报酬，2026年3月至2026年6月，28,000.00 元')).toBe('2026年3月至2026年6月，28,000.00 元')
    expect(beyondCategory('刑事辩护', '刑事辩护')).toBe('')
  })
})
