/** Loading what a page shows: once, again, and page by page. */
import { reactive, ref, type Ref } from 'vue'

export interface Loading<T> {
  data: T | undefined
  busy: boolean
  problem: unknown
  /** Load it (again); what was shown stays until the new is there. */
  load(): Promise<void>
}

export function useLoad<T>(fetch: () => Promise<T>): Loading<T> {
  let latest = 0
  const state: Loading<T> = reactive({
    data: undefined,
    busy: false,
    problem: undefined,
    async load() {
      const mine = ++latest
      state.busy = true
      try {
        const data = await fetch()
        if (mine === latest) Object.assign(state, { data, problem: undefined })
      } catch (problem) {
        if (mine === latest) state.problem = problem
      } finally {
        if (mine === latest) state.busy = false
      }
    },
  }) as Loading<T>
  return state
}

export interface Page<T> {
  items: T[]
  next_cursor?: string | null
}
export interface Pages<T> {
  items: T[]
  busy: boolean
  problem: unknown
  /** Whether the last page was shown. */
  ended: boolean
  restart(): Promise<void>
  more(): Promise<void>
}

/** A keyset-paged list: `fetch` gets the cursor of the last answer, undefined for the first page. */
export function usePages<T>(fetch: (cursor?: string) => Promise<Page<T>>): Pages<T> {
  let cursor: string | undefined
  let round = 0
  const state: Pages<T> = reactive({
    items: [],
    busy: false,
    problem: undefined,
    ended: false,
    async restart() {
      round += 1
      cursor = undefined
      state.busy = false
      state.ended = false
      await state.more()
    },
    async more() {
      if (state.busy || state.ended) return
      const mine = round
      const first = cursor === undefined
      state.busy = true
      try {
        const page = await fetch(cursor)
        if (mine !== round) return
        state.items = first ? page.items : [...state.items, ...page.items]
        cursor = page.next_cursor ?? undefined
        state.ended = cursor === undefined
        state.problem = undefined
      } catch (problem) {
        if (mine === round) state.problem = problem
      } finally {
        if (mine === round) state.busy = false
      }
    },
  }) as Pages<T>
  return state
}

/** A ref that a page sets from its query in `onLoad`. */
export function useQuery(): Ref<Record<string, string>> {
  return ref({})
}
