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

const PAUSE_MS = 1500
/** A minute: what is passed on by jobs takes a moment, more while there is much to do. */
const TRIES = 40

/** Loads again while what was just promised is not there yet. */
export async function untilThere(load: () => Promise<void>, isMissing: () => boolean): Promise<void> {
  await load()
  for (let tries = 1; tries < TRIES && isMissing(); tries += 1) {
    await new Promise((done) => setTimeout(done, PAUSE_MS))
    await load()
  }
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
  /** Load again what is shown, as far as it was opened; it stays until the new is there. */
  restart(): Promise<void>
  /** Ask for something else: what is shown goes at once, so that it never stands under another heading. */
  anew(): Promise<void>
  more(): Promise<void>
}

/** How many pages are loaded again at most. */
const MOST_AGAIN = 10

/** A keyset-paged list: `fetch` gets the cursor of the last answer, undefined for the first page. */
export function usePages<T>(fetch: (cursor?: string) => Promise<Page<T>>): Pages<T> {
  let cursor: string | undefined
  let opened = 0
  let round = 0
  /** Whether what is shown could not be loaded again: the next try begins with it. */
  let stale = false
  /** One question to the API; what an older round brings is dropped. */
  async function turn(work: (isLatest: () => boolean) => Promise<void>): Promise<void> {
    const mine = round
    state.busy = true
    try {
      await work(() => mine === round)
      if (mine === round) state.problem = undefined
    } catch (problem) {
      if (mine === round) state.problem = problem
    } finally {
      if (mine === round) state.busy = false
    }
  }
  function take(items: T[], page: Page<T>, pages: number): void {
    cursor = page.next_cursor ?? undefined
    opened = pages
    stale = false
    Object.assign(state, { items, ended: cursor === undefined })
  }
  const state: Pages<T> = reactive({
    items: [],
    busy: false,
    problem: undefined,
    ended: false,
    async restart() {
      round += 1
      stale = true
      await turn(async (isLatest) => {
        let page = await fetch(undefined)
        let items = page.items
        let pages = 1
        for (; pages < Math.min(opened, MOST_AGAIN) && page.next_cursor && isLatest(); pages += 1) {
          page = await fetch(page.next_cursor)
          items = [...items, ...page.items]
        }
        if (isLatest()) take(items, page, pages)
      })
    },
    async anew() {
      cursor = undefined
      opened = 0
      Object.assign(state, { items: [], ended: false, problem: undefined })
      await state.restart()
    },
    async more() {
      if (state.busy) return
      if (stale) return state.restart()
      if (state.ended) return
      await turn(async (isLatest) => {
        const page = await fetch(cursor)
        if (isLatest()) take([...(cursor === undefined ? [] : state.items), ...page.items], page, opened + 1)
      })
    },
  }) as Pages<T>
  return state
}

/** A ref that a page sets from its query in `onLoad`. */
export function useQuery(): Ref<Record<string, string>> {
  return ref({})
}
