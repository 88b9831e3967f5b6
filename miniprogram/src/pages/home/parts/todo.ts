/** What waits for this person, by role, in few requests. */
import { call, type components } from '@/api/client'
import { Problem } from '@/api/problem'
import { keep, readKept } from '@/stores/kept'
import { session } from '@/stores/session'

type Me = components['schemas']['Me']
type Grant = Me['roles'][number]
export type Application = components['schemas']['ApplicationSummary']
export type Membership = components['schemas']['MembershipSummary']
export type Offer = components['schemas']['OfferView']
export type QueueItem = components['schemas']['QueueItem']

/** Applications by whether the person has something to do with them. */
export interface Mine {
  drafts: Application[]
  supplements: Application[]
  others: Application[]
  memberships: Membership[]
}

export function sorted(applications: readonly Application[], memberships: readonly Membership[]): Mine {
  const is = (...statuses: string[]) => (a: Application) => statuses.includes(a.status)
  return {
    drafts: applications.filter(is('draft')),
    supplements: applications.filter(is('supplementing')),
    others: applications.filter((a) => !is('draft', 'supplementing', 'discarded')(a)),
    memberships: memberships.filter((m) => m.status === 'invited' || m.status === 'joined'),
  }
}

const QUERY = { limit: 20 } as const

/** The newest, and, where there are more, whatever of the others waits for the person. */
async function applications(): Promise<Application[]> {
  const newest = await call('get', '/api/v1/applications', { query: QUERY })
  if (!newest.next_cursor) return newest.items
  const waiting = await Promise.all((['draft', 'supplementing'] as const).map((status) => call('get', '/api/v1/applications', { query: { ...QUERY, status } })))
  const seen = new Set(newest.items.map((a) => a.id))
  return [...newest.items, ...waiting.flatMap((page) => page.items).filter((a) => !seen.has(a.id))]
}

/** Without a network: as it was last seen here; the banner says so. @throws Problem */
export async function mine(): Promise<Mine> {
  const name = `draft:${session.personId}:home`
  try {
    const [own, memberships] = await Promise.all([applications(), call('get', '/api/v1/memberships', { query: QUERY })])
    const found = sorted(own, memberships.items)
    keep(name, found)
    return found
  } catch (problem) {
    const kept = problem instanceof Problem && problem.status === 0 ? readKept<Mine>(name) : undefined
    if (kept) return kept
    throw problem
  }
}

/** Offers that wait for an answer, the one that ends first in front. @throws Problem */
export async function openOffers(): Promise<Offer[]> {
  const page = await call('get', '/api/v1/offers', { query: { limit: 50 } })
  return page.items.filter((o) => o.status === 'offered' || o.status === 'viewed').sort((a, b) => (a.expires_at < b.expires_at ? -1 : 1))
}

export interface Desk {
  queue?: { items: QueueItem[]; count: number; more: boolean; overdue: number }
  correction?: components['schemas']['Desk']['items']
}

/** Which desks somebody of this agency works at. */
export function desksOf(kind: string | undefined): { aid: boolean; correction: boolean } {
  return {
    aid: kind === undefined || kind === 'legal_aid_centre' || kind === 'legal_aid_station' || kind === 'justice_bureau',
    correction: kind === undefined || kind === 'township_office' || kind === 'correction_centre' || kind === 'justice_bureau',
  }
}

/** @throws Problem */
export async function desk(grant: Grant): Promise<Desk> {
  const kind = grant.agency_id ? (await call('get', '/api/v1/agencies/{agency_id}', { path: { agency_id: grant.agency_id }, anonymous: true })).kind : undefined
  const has = desksOf(kind)
  const [queue, correction] = await Promise.all([
    has.aid ? call('get', '/api/v1/applications/queue', { query: { limit: 50 } }) : undefined,
    has.correction ? call('get', '/api/v1/correction/desk', {}) : undefined,
  ])
  return {
    queue: queue && {
      items: queue.items.slice(0, 5),
      count: queue.items.length,
      more: Boolean(queue.next_cursor),
      overdue: queue.items.filter((row) => row.task.overdue).length,
    },
    correction: correction?.items.filter((item) => item.count > 0),
  }
}
