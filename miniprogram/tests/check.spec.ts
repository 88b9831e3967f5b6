import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import CategoryPicker from '@/components/category-picker/category-picker.vue'
import { noAnswers, selfTest } from '@/pages/check/asking'
import { desksOf, mine, sorted, type Application } from '@/pages/home/parts/todo'
import { GROUPS } from '@/pages/apply/needs'
import { drawOn, type Pen } from '@/components/sign-pad/pad'

describe('the self-test', () => {
  it('sends only what was answered', () => {
    expect(JSON.parse(JSON.stringify(selfTest({ ...noAnswers(), category: 'domestic_violence' })))).toEqual({ category: 'domestic_violence' })
  })

  it('tells a migrant worker as one of the statuses, and a no as an answer too', () => {
    expect(selfTest({ ...noAnswers(), category: 'labour_remuneration', migrant: 'yes' }).statuses).toEqual(['migrant_worker'])
    expect(selfTest({ ...noAnswers(), category: 'labour_remuneration', migrant: 'no' }).statuses).toEqual([])
  })

  it('asks criminal cases their own questions', () => {
    const sent = selfTest({ ...noAnswers(), category: 'criminal_defence', role: 'suspect', forum: 'court' })
    expect([sent.criminal?.role, sent.forum]).toEqual(['suspect', undefined])
  })

  it('knows every category once', () => {
    const all = Object.values(GROUPS).flat()
    expect(new Set(all).size).toBe(all.length)
    expect(all).toHaveLength(34)
  })
})

describe('what it is about', () => {
  it('takes back what was chosen before, once it is something else', async () => {
    const picker = mount(CategoryPicker, { props: { modelValue: 'labour_remuneration' } })
    await picker.find("input[value='other']").setValue()
    expect(picker.emitted('update:modelValue')?.at(-1)).toEqual([''])
    picker.unmount()
  })
})

describe('home', () => {
  it('finds what waits for the person behind twenty newer applications', async () => {
    const page = (items: object[], next_cursor: string | null = null) => ({ items, next_cursor })
    vi.mocked(uni.request).mockImplementation(((o: { url: string; success(r: object): void }) => {
      const old = { id: 'old', status: 'supplementing' }
      const data = o.url.includes('memberships') ? page([]) : o.url.includes('status=supplementing') ? page([old]) : o.url.includes('status=draft') ? page([]) : page([{ id: 'new', status: 'submitted' }], 'more')
      o.success({ statusCode: 200, data, header: {} })
    }) as never)
    const found = await mine()
    expect([found.supplements, found.others].map((list) => list.map((a) => a.id))).toEqual([['old'], ['new']])
  })

  it('puts what waits for the person apart from what others work on', () => {
    const of = (status: string) => ({ id: status, status }) as Application
    const found = sorted([of('draft'), of('supplementing'), of('in_handling'), of('discarded')], [])
    expect([found.drafts, found.supplements, found.others].map((list) => list.map((a) => a.id))).toEqual([['draft'], ['supplementing'], ['in_handling']])
  })

  it('shows each office the desk it works at', () => {
    expect(desksOf('legal_aid_centre')).toEqual({ aid: true, correction: false })
    expect(desksOf('township_office')).toEqual({ aid: false, correction: true })
    expect(desksOf('justice_bureau')).toEqual({ aid: true, correction: true })
  })
})

describe('a signature', () => {
  const pen = () => ({ beginPath() {}, moveTo() {}, lineTo() {}, quadraticCurveTo() {}, stroke() {}, fillRect() {}, scale() {}, lineWidth: 0, lineCap: '', lineJoin: '', strokeStyle: '', fillStyle: '' }) as Pen

  it('is more than a slip of the finger, and gone when wiped', () => {
    const told: boolean[] = []
    const drawing = drawOn(pen(), 300, 200, (enough) => told.push(enough))
    drawing.down({ x: 0, y: 0 })
    drawing.move({ x: 20, y: 0 })
    expect(drawing.enough).toBe(false)
    drawing.move({ x: 90, y: 0 })
    drawing.up()
    expect(drawing.enough).toBe(true)
    drawing.move({ x: 200, y: 0 })
    drawing.clear()
    expect([drawing.enough, told.at(-1)]).toEqual([false, false])
  })
})
