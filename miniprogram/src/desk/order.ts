/** Whom to ask and in which order, put together from the shortlist. Pure. */
import type { components } from '@/api/schema'

type S = components['schemas']
export interface Asked {
  id: string
  name: string
  firm: string
}
export type Way = 'one' | 'together' | 'firm'
export interface Choice {
  asked: Asked[]
  way: Way
  firm_id: string
  relax: ('expired_before' | 'no_such_specialty')[]
  override_reason: string
  override_note: string
  reason: string
}
export const blank = (): Choice => ({ asked: [], way: 'one', firm_id: '', relax: [], override_reason: '', override_note: '', reason: '' })

export function toggled(asked: readonly Asked[], one: Asked): Asked[] {
  return asked.some((a) => a.id === one.id) ? asked.filter((a) => a.id !== one.id) : [...asked, one]
}

export function earlier(asked: readonly Asked[], id: string): Asked[] {
  const at = asked.findIndex((a) => a.id === id)
  if (at < 1) return [...asked]
  const next = [...asked]
  next.splice(at - 1, 2, asked[at], asked[at - 1])
  return next
}

type Ranking = readonly Pick<S['CandidateView'], 'lawyer_id' | 'firm'>[]

/**
 * Whether the choice does not follow the shortlist, which needs a reason: one beyond its first, or another firm, is asked first.
 * @param firm name of the chosen firm
 */
export function overrides(choice: Choice, ranking: Ranking, firm?: string): boolean {
  if (choice.way === 'firm') return firm !== undefined && firm !== ranking[0]?.firm
  if (choice.asked.length === 0) return false
  return choice.way === 'together' ? !choice.asked.some((a) => a.id === ranking[0]?.lawyer_id) : choice.asked[0].id !== ranking[0]?.lawyer_id
}

/** @param ranking the shortlist: a reason is sent only where it is not followed */
export function bodyOf(choice: Choice, ranking: Ranking, firmName?: string): S['LawyerChoice'] {
  const [first, ...then] = choice.asked
  const firm = choice.way === 'firm'
  const off = overrides(choice, ranking, firmName)
  return {
    lawyer_id: firm ? null : (first?.id ?? null),
    then_lawyer_ids: firm ? [] : then.map((a) => a.id),
    together: choice.way === 'together',
    firm_id: firm ? choice.firm_id : null,
    relax: choice.relax,
    reason: choice.reason.trim() || null,
    override_reason: off && choice.override_reason ? (choice.override_reason as S['OverrideReason']) : null,
    override_note: off ? choice.override_note.trim() || null : null,
  }
}
