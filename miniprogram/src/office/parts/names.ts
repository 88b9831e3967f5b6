/**
 * Who an order is about: lists of reports, questions and the like carry its id alone. Only those that are shown are
 * asked for, since each look stands in that person's record. Forgotten at log-out.
 */
import { reactive } from 'vue'
import { call, type components } from '@/api/client'
import { Problem } from '@/api/problem'
import { t } from '@/locales/office'
import { whenLoggedOut } from '@/stores/session'

export type Order = components['schemas']['OrderOut']
const AT_ONCE = 4
/** `null`: a closed file, which has no name here. */
const state = reactive<{ known: Record<string, Order | null> }>({ known: {} })
const asked = new Set<string>()

export const orderOf = (id: string | null | undefined): Order | undefined => (id ? (state.known[id] ?? undefined) : undefined)

/** Whom it is about, as far as this phone knows: a name that did not come yet is no closed file. */
export const nameOf = (id: string | null): string => orderOf(id)?.person_name ?? t(id && state.known[id] === undefined ? 'person' : 'closed_person')

export function know(order: Order): void {
  state.known[order.id] = order
}

/** Learns whom these are about; what cannot be learnt stays without a name. */
export async function learn(ids: readonly (string | null)[]): Promise<void> {
  const wanted = [...new Set(ids)].filter((id): id is string => id !== null && id !== '' && state.known[id] === undefined && !asked.has(id))
  wanted.forEach((id) => asked.add(id))
  const queue = [...wanted]
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, queue.length) }, () => work(queue)))
}

async function work(queue: string[]): Promise<void> {
  for (let id = queue.shift(); id; id = queue.shift()) {
    try {
      state.known[id] = await call('get', '/api/v1/correction/orders/{order_id}', { path: { order_id: id } })
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 404) state.known[id] = null
    } finally {
      asked.delete(id)
    }
  }
}

whenLoggedOut(() => {
  state.known = {}
})
