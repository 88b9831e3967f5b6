/** All of a list to choose from, however many pages it has. */
import type { Page } from '@/use/loading'

const MOST_PAGES = 20

export async function everything<T>(fetch: (cursor?: string) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = []
  let cursor: string | undefined
  for (let n = 0; n < MOST_PAGES; n += 1) {
    const page = await fetch(cursor)
    all.push(...page.items)
    if (!page.next_cursor) break
    cursor = page.next_cursor
  }
  return all
}
