/** The way through an application: which parts its category has, what is missing, what comes next. Pure. */
import type { components } from '@/api/schema'
import { withQuery } from '@/use/going'

export type Application = components['schemas']['ApplicationView']
export type Category = Application['category']
export type SectionCode = 'applicant' | 'representation' | 'claim' | 'matter' | 'criminal' | 'place' | 'forum' | 'hardship' | 'urgency'
export type Step = SectionCode | 'identity' | 'materials' | 'sign'
type Missing = Application['missing'][number]

const CRIMINAL: readonly Category[] = ['criminal_defence', 'criminal_victim', 'compulsory_treatment']
export const SECTIONS: readonly SectionCode[] = ['applicant', 'representation', 'claim', 'matter', 'criminal', 'place', 'forum', 'hardship', 'urgency']

export function mainSection(category: Category): SectionCode {
  if (category === 'labour_remuneration') return 'claim'
  return CRIMINAL.includes(category) ? 'criminal' : 'matter'
}

/** The step that a missing part is filled in at. */
export function stepOf(missing: Missing): Step {
  const root = missing.field.split('.')[0] as string
  if (root === 'phone' || root === 'real_name') return 'identity'
  if (missing.field === 'representation.authority') return 'materials'
  return SECTIONS.includes(root as SectionCode) ? (root as SectionCode) : 'sign'
}

const isFor = (a: Application) => a.representation !== null && a.representation.capacity !== 'self'
const lacks = (a: Application, step: Step) => a.missing.some((m) => stepOf(m) === step)

/** Parts everybody of this category goes through, in their order. `forOther`: said at the start. */
export function neededSections(a: Application, forOther = false): SectionCode[] {
  const main = mainSection(a.category)
  const found: SectionCode[] = forOther || isFor(a) || lacks(a, 'representation') ? ['representation', main] : [main]
  if (main !== 'criminal') found.push('place')
  found.push('applicant')
  if (a.hardship !== null || lacks(a, 'hardship')) found.push('hardship')
  return found
}

/** Parts that only some fill in. */
export function otherSections(a: Application, forOther = false): SectionCode[] {
  const needed = neededSections(a, forOther)
  const all: SectionCode[] = ['representation', 'forum', 'urgency', 'hardship', 'place']
  return all.filter((s) => !needed.includes(s) && !(s === 'forum' && mainSection(a.category) === 'criminal'))
}

export function isFilled(a: Application, section: SectionCode): boolean {
  return a[section] !== null
}

/** Messages about what somebody wrote in a part, apart from its not being there. */
export function objections(a: Application, section: SectionCode): string[] {
  return a.missing.filter((m) => stepOf(m) === section && m.rule !== 'missing').map((m) => m.message)
}

export function allSteps(a: Application, forOther = false): Step[] {
  return [...neededSections(a, forOther), ...(lacks(a, 'identity') ? (['identity'] as const) : []), 'materials', 'sign']
}

/** Whether a step still stands between this person and handing in. */
export function isOpen(a: Application, step: Step, forOther = false): boolean {
  if (step === 'representation' && forOther && a.representation === null) return true
  return lacks(a, step)
}

/**
 * What comes after a step: the next one that is open, else any other that is, else the materials once, then the
 * signature. Nothing that is filled in is asked again.
 */
export function nextStep(a: Application, after?: Step, forOther = false): Step {
  const steps = allSteps(a, forOther)
  const at = after ? steps.indexOf(after) : -1
  const open = steps.filter((s) => s !== 'sign' && isOpen(a, s, forOther))
  const ahead = open.find((s) => steps.indexOf(s) > at)
  if (ahead ?? open[0]) return (ahead ?? open[0]) as Step
  return after === undefined || after === 'materials' || after === 'sign' ? 'sign' : 'materials'
}

/** The step before one, for the button back. */
export function stepBefore(a: Application, step: Step, forOther = false): Step | undefined {
  const steps: Step[] = allSteps(a, forOther).filter((s) => s !== 'identity')
  return steps[steps.indexOf(step) - 1]
}

/** Where a step is filled in. */
export function pageOf(id: string, step: Step, forOther = false): string {
  const who = forOther ? 'other' : undefined
  if (step === 'identity') return withQuery('/pages/login/identity', { then: withQuery('/pages/apply/apply', { id, for: who, go: 1 }) })
  if (step === 'materials') return withQuery('/pages/apply/materials', { id, for: who })
  if (step === 'sign') return withQuery('/pages/apply/sign', { id, for: who })
  return withQuery('/pages/apply/section', { id, section: step, for: who })
}
