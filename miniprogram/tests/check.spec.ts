import { describe, expect, it } from 'vitest'
import { noAnswers, selfTest } from '@/pages/check/asking'
import { desksOf, sorted, type Application } from '@/pages/home/parts/todo'
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

describe('home', () => {
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
