/** A case as this person may see it, and where each of its actions leads. */
import type { components } from '@/api/schema'
import { call } from '@/api/client'
import { keep, keptNames, readKept, forget } from '@/stores/kept'
import { session, whenLoggedOut } from '@/stores/session'
import { useLoad, type Loading } from '@/use/loading'

export type Case = components['schemas']['ApplicationView']
export type Clock = components['schemas']['ClockView']

const SEEN = 'seen-case:'

export interface Seen {
  view: Case
  /** When it was last loaded, where this is a copy from then. */
  seenAt?: string
}

/** The application; where nothing answers, the copy of the last time on this phone. */
export function useCase(id: () => string): Loading<Seen> {
  return useLoad<Seen>(async () => {
    const name = `${SEEN}${session.personId}:${id()}`
    try {
      const view = await call('get', '/api/v1/applications/{application_id}', { path: { application_id: id() } })
      keep(name, { view, seenAt: new Date().toISOString() })
      return { view }
    } catch (problem) {
      const copy = readKept<Required<Seen>>(name)
      if (!copy || (problem as { status?: number }).status !== 0) throw problem
      return copy
    }
  })
}

whenLoggedOut(() => keptNames(SEEN).forEach(forget))

/** Pages of the applicant's actions. What has no page here is a question on the status page itself. */
const PAGES: Record<string, string> = {
  supplement: '/case/supplement/supplement',
  explain: '/case/supplement/supplement',
  object_refusal: '/case/objection/objection',
  object_termination: '/case/objection/objection',
  recuse: '/case/recuse/recuse',
  request_replacement: '/case/replace/replace',
  rate: '/case/rate/rate',
  submit: '/pages/apply/apply',
}
export const ASKED_HERE = ['withdraw', 'discard'] as const

export function pageOf(action: string): string | undefined {
  return PAGES[action]
}

/** Actions this side of the product has a way for; staff's are on their own pages. */
export function known(actions: readonly string[]): string[] {
  const have = actions.filter((a) => pageOf(a) !== undefined || (ASKED_HERE as readonly string[]).includes(a))
  return have.includes('supplement') ? have.filter((a) => a !== 'explain') : have
}

/** Periods that run, the nearest first and those that stand still last; then those that are over. */
export function sorted(clocks: readonly Clock[]): { running: Clock[]; over: Clock[] } {
  const rank = (c: Clock): string => `${c.paused_since ? 1 : 0}${c.due_on}`
  const running = clocks.filter((c) => c.stopped_at === null).sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
  return { running, over: clocks.filter((c) => c.stopped_at !== null) }
}

/** The period that counts for the applicant now: their own where it is their turn or nobody's, else the one that ends first. */
export function deadline(view: { holder: Case['holder']; clocks: readonly Clock[] }): Clock | undefined {
  const { running } = sorted(view.clocks)
  const theirs = !view.holder || view.holder.role === 'applicant'
  return (theirs ? running.find((c) => c.holder_role === 'applicant') : undefined) ?? running[0]
}

/** What an offer says of a case beyond its category, which stands beside it. */
export function beyondCategory(category: string, summary: string): string {
  return summary.startsWith(category) ? summary.slice(category.length).replace(/^，/, '') : summary
}

/** The five steps a resident thinks in, and how far a case is. */
export const STEPS = ['submit', 'review', 'lawyer', 'work', 'close'] as const
type Status = Case['status']
const AT: Record<Status, number> = {
  draft: 0,
  discarded: 0,
  submitted: 1,
  supplementing: 1,
  accepted: 1,
  refused: 1,
  refusal_objected: 1,
  withdrawn: 1,
  deemed_withdrawn: 1,
  duplicate: 1,
  granted: 2,
  offered: 2,
  in_handling: 3,
  terminated: 3,
  termination_objected: 3,
  concluded: 4,
  file_review: 4,
  closed: 4,
  archived: 5,
}
const ENDED: readonly Status[] = ['refused', 'withdrawn', 'deemed_withdrawn', 'duplicate', 'terminated', 'discarded']

export function progress(status: Status): { at: number; ended: boolean } {
  return { at: AT[status], ended: ENDED.includes(status) }
}
