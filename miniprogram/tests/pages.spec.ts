import { describe, expect, it, vi } from 'vitest'
import { untilThere, usePages, type Page } from '@/use/loading'

/** A list of `count` numbers, two a page; `broken` refuses every question. */
function numbers(count: number): { asked: (string | undefined)[]; broken: boolean; fetch: (cursor?: string) => Promise<Page<number>> } {
  const it = {
    asked: [] as (string | undefined)[],
    broken: false,
    async fetch(cursor?: string): Promise<Page<number>> {
      it.asked.push(cursor)
      if (it.broken) throw new Error('down')
      const from = Number(cursor ?? 0)
      const to = Math.min(from + 2, count)
      return { items: Array.from({ length: to - from }, (_, i) => from + i), next_cursor: to < count ? String(to) : null }
    },
  }
  return it
}

describe('a list in pages', () => {
  it('is loaded again as far as it was opened', async () => {
    const source = numbers(7)
    const pages = usePages(source.fetch)
    await pages.restart()
    await pages.more()
    await pages.more()
    await pages.restart()
    expect(pages.items).toEqual([0, 1, 2, 3, 4, 5])
    await pages.more()
    expect(pages.items).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(pages.ended).toBe(true)
  })
  it('keeps what it shows while that cannot be loaded, and tries all of it next', async () => {
    const source = numbers(3)
    const pages = usePages(source.fetch)
    await pages.restart()
    await pages.more()
    source.broken = true
    await pages.restart()
    expect(pages.items).toEqual([0, 1, 2])
    expect(pages.problem).toBeInstanceOf(Error)
    Object.assign(source, { broken: false, asked: [] })
    await pages.more()
    expect(source.asked).toEqual([undefined, '2'])
    expect(pages.problem).toBeUndefined()
  })
  it('tells that the next page did not come and asks for that page again', async () => {
    const source = numbers(4)
    const pages = usePages(source.fetch)
    await pages.restart()
    source.broken = true
    await pages.more()
    expect(pages.problem).toBeInstanceOf(Error)
    source.broken = false
    await pages.more()
    expect(pages.items).toEqual([0, 1, 2, 3])
  })
  it('shows nothing of another question', async () => {
    const source = numbers(4)
    const pages = usePages(source.fetch)
    await pages.restart()
    source.broken = true
    await pages.anew()
    expect(pages.items).toEqual([])
    expect(pages.problem).toBeInstanceOf(Error)
  })
})

describe('what was promised a moment ago', () => {
  it('is asked for until it is there, and no longer than a minute', async () => {
    vi.useFakeTimers()
    let asked = 0
    const there = untilThere(async () => void (asked += 1), () => asked < 4)
    await vi.advanceTimersByTimeAsync(60_000)
    await there
    expect(asked).toBe(4)
    const never = untilThere(async () => void (asked += 1), () => true)
    await vi.advanceTimersByTimeAsync(120_000)
    await never
    expect(asked).toBe(44)
    vi.useRealTimers()
  })
})
