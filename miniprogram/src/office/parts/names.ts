/** Who an order is about: lists of reports, questions and the like carry its id alone. Forgotten at log-out. */
import { reactive } from 'vue'
import { call, type components } from '@/api/client'
import { whenLoggedOut } from '@/stores/session'

export type Order = components['schemas']['OrderOut']
const MOST_PAGES = 20
const state = reactive<{ known: Record<string, Order>; at: number }>({ known: {}, at: 0 })
let loading: Promise<void> | undefined

export const orderOf = (id: string | null | undefined): Order | undefined => (id ? state.known[id] : undefined)

/** All that are known, in no order. */
export const everybody = (): Order[] => Object.values(state.known)

/** Knows everybody in reach, for some minutes; a closed file has no name here. */
export function loadNames(): Promise<void> {
  if (Date.now() - state.at < 300_000) return Promise.resolve()
  loading ??= fetchAll().finally(() => (loading = undefined))
  return loading
}

async function fetchAll(): Promise<void> {
  let cursor: string | undefined
  for (let n = 0; n < MOST_PAGES; n += 1) {
    const page = await call('get', '/api/v1/correction/orders', { query: { limit: 100, cursor } })
    page.items.forEach((one) => (state.known[one.id] = one))
    cursor = page.next_cursor ?? undefined
    if (!cursor) break
  }
  state.at = Date.now()
}

export function know(order: Order): void {
  state.known[order.id] = order
}

whenLoggedOut(() => Object.assign(state, { known: {}, at: 0 }))
