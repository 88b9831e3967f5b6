import { describe, expect, it } from 'vitest'
import { allSteps, isOpen, mainSection, neededSections, nextStep, objections, otherSections, pageOf, stepBefore, stepOf, type Application } from '@/pages/apply/steps'

const lacking = (...fields: string[]) => fields.map((field) => ({ field, rule: 'missing', message: `填写 ${field}` }))

function draft(change: Partial<Application> = {}): Application {
  const empty = { applicant: null, representation: null, claim: null, matter: null, criminal: null, place: null, forum: null, hardship: null, urgency: null }
  return { id: 'a1', category: 'labour_remuneration', status: 'draft', version: 1, missing: lacking('applicant', 'claim', 'place'), ...empty, ...change } as Application
}

describe('the way through an application', () => {
  it('asks for wages first: what is owed, where, who', () => {
    expect(neededSections(draft())).toEqual(['claim', 'place', 'applicant'])
    expect(nextStep(draft())).toBe('claim')
  })

  it('goes on at the first part that is missing, wherever one was', () => {
    const claim = { employer_name: '某公司' } as Application['claim']
    expect(nextStep(draft({ claim, missing: lacking('applicant', 'place') }))).toBe('place')
    expect(nextStep(draft({ missing: lacking('claim') }), 'applicant')).toBe('claim')
  })

  it('never asks again for what is filled in, offers the materials once, then the signature', () => {
    const full = draft({ missing: [] })
    expect(nextStep(full, 'applicant')).toBe('materials')
    expect(nextStep(full, 'materials')).toBe('sign')
    expect(nextStep(full)).toBe('sign')
  })

  it('sends who has no name or telephone yet to give them before signing', () => {
    const a = draft({ missing: lacking('phone', 'real_name') })
    expect(allSteps(a)).toEqual(['claim', 'place', 'applicant', 'identity', 'materials', 'sign'])
    expect(nextStep(a, 'applicant')).toBe('identity')
    expect(pageOf('a1', 'identity')).toContain(encodeURIComponent('/pages/apply/apply?id=a1&go=1'))
  })

  it('asks about means only where the law does', () => {
    expect(neededSections(draft({ missing: lacking('hardship') }))).toContain('hardship')
    expect(otherSections(draft())).toContain('hardship')
  })

  it('begins with whom it is for, where it is for somebody else', () => {
    expect(neededSections(draft(), true)[0]).toBe('representation')
    expect(nextStep(draft({ missing: [] }), undefined, true)).toBe('representation')
    const done = draft({ representation: { capacity: 'close_relative' } as Application['representation'], missing: lacking('representation.authority') })
    expect(isOpen(done, 'representation', true)).toBe(false)
    expect(nextStep(done)).toBe('materials')
  })

  it('asks a criminal case for its authority instead of a place', () => {
    const a = draft({ category: 'criminal_defence', missing: lacking('criminal', 'applicant') })
    expect(mainSection('criminal_defence')).toBe('criminal')
    expect(neededSections(a)).toEqual(['criminal', 'applicant'])
    expect(otherSections(a)).not.toContain('forum')
  })

  it('knows where each missing part is filled in', () => {
    expect(stepOf({ field: 'matter.other_sides.0.name', rule: 'own_side', message: '' })).toBe('matter')
    expect(stepOf({ field: 'signature_evidence_id', rule: 'missing', message: '' })).toBe('sign')
    expect(objections(draft({ missing: [{ field: 'applicant.statuses', rule: 'contradiction', message: '年龄对不上' }] }), 'applicant')).toEqual(['年龄对不上'])
  })

  it('leads back one step', () => {
    expect(stepBefore(draft(), 'place')).toBe('claim')
    expect(stepBefore(draft(), 'claim')).toBeUndefined()
  })
})
